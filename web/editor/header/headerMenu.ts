import { alignBottom, alignLeft, alignRight, alignRow, alignTop } from '../commands/alignSelection.ts'
import type { Command } from '../commands/command.ts'
import { copyGraph, copyViewLink, exportGraph, importFile } from '../commands/exchange.ts'
import { loopSettings } from '../commands/loopSettings.ts'
import { openCommands, openFind, openKeys } from '../commands/openPrompts.ts'
import { showVersions, toggleDock, toggleInspector, toggleOutline } from '../commands/panes.ts'
import { saveDraft } from '../commands/saveDraft.ts'
import { selectAll } from '../commands/selectAll.ts'
import { takeTour } from '../commands/takeTour.ts'
import { branchLoop, compareWithPublished } from '../commands/versions.ts'
import { fitCanvas, resetZoom } from '../commands/zoom.ts'

/** What the header's menu holds; the command palette has the rest. */
export const headerMenu: readonly (readonly Command[])[] = [
  [openCommands, openFind, openKeys, takeTour],
  [selectAll, alignLeft, alignRight, alignTop, alignBottom, alignRow],
  [fitCanvas, resetZoom, toggleOutline, toggleInspector, toggleDock],
  [showVersions, compareWithPublished, branchLoop],
  [importFile, exportGraph, copyGraph, copyViewLink],
  [loopSettings, saveDraft],
]
