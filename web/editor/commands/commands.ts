import { addCommands } from './addFromCatalogue.ts'
import { alignBottom, alignLeft, alignRight, alignRow, alignTop } from './alignSelection.ts'
import { clearBreakpoints, toggleBreakpoint } from './breakpoints.ts'
import { clearSelection } from './clearSelection.ts'
import type { Command } from './command.ts'
import { copySelection } from './copySelection.ts'
import { cutSelection } from './cutSelection.ts'
import { deleteSelection } from './deleteSelection.ts'
import { duplicateSelection } from './duplicateSelection.ts'
import { editLoopEdge } from './editLoopEdge.ts'
import { editNode } from './editNode.ts'
import { copyGraph, copyViewLink, exportGraph, importFile } from './exchange.ts'
import { focusOutline } from './focusOutline.ts'
import { foldGroup, groupSelection, leaveGroup, renameGroup, ungroupSelection } from './groups.ts'
import { importRequest } from './importRequest.ts'
import { loopSettings } from './loopSettings.ts'
import { addNote } from './notes.ts'
import { nudgeDown, nudgeLeft, nudgeRight, nudgeUp } from './nudge.ts'
import { openAdd } from './openAdd.ts'
import { openConnect } from './openConnect.ts'
import { openMove } from './openMove.ts'
import { openCommands, openFind, openKeys } from './openPrompts.ts'
import {
  showCall,
  showProblems,
  showProgram,
  showTests,
  showTry,
  showVersions,
  toggleDock,
  toggleInspector,
  toggleOutline,
} from './panes.ts'
import { pasteNodes } from './pasteNodes.ts'
import { clearMocks, togglePin } from './pins.ts'
import { publishLoop } from './publishLoop.ts'
import { redo } from './redo.ts'
import { renameNode } from './renameNode.ts'
import { saveDraft } from './saveDraft.ts'
import { selectAll } from './selectAll.ts'
import { selectDownstream, selectUpstream } from './selectReach.ts'
import { sendOnce } from './sendOnce.ts'
import { spreadTable } from './spreadTable.ts'
import { extractLoop, inlineSelected } from './subLoops.ts'
import { takeTour } from './takeTour.ts'
import { tidy } from './tidy.ts'
import { toggleDisabled } from './toggleDisabled.ts'
import { toggleMap } from './toggleMap.ts'
import {
  continueRun,
  nextIteration,
  runFromHere,
  runLoop,
  runOnly,
  runToHere,
  stepRun,
  stopRun,
} from './trying.ts'
import { undo } from './undo.ts'
import { branchLoop, compareWithPublished, endComparison, restoreVersion } from './versions.ts'
import { walkDown, walkLeft, walkRight, walkUp } from './walk.ts'
import { fitCanvas, focusCanvas, resetZoom, zoomIn, zoomOut } from './zoom.ts'

/** Every command of the editor. The command palette and the list of keys show exactly these. */
export const commands: readonly Command[] = [
  openAdd,
  openConnect,
  openMove,
  ...addCommands,
  addNote,
  undo,
  redo,
  cutSelection,
  copySelection,
  pasteNodes,
  duplicateSelection,
  deleteSelection,
  renameNode,
  toggleDisabled,
  editNode,
  importRequest,
  sendOnce,
  selectAll,
  clearSelection,
  selectDownstream,
  selectUpstream,
  walkLeft,
  walkRight,
  walkUp,
  walkDown,
  nudgeLeft,
  nudgeRight,
  nudgeUp,
  nudgeDown,
  alignLeft,
  alignRight,
  alignTop,
  alignBottom,
  alignRow,
  groupSelection,
  ungroupSelection,
  foldGroup,
  leaveGroup,
  renameGroup,
  tidy,
  fitCanvas,
  resetZoom,
  zoomIn,
  zoomOut,
  toggleMap,
  focusCanvas,
  focusOutline,
  openCommands,
  openFind,
  openKeys,
  takeTour,
  toggleOutline,
  toggleInspector,
  toggleDock,
  spreadTable,
  showProblems,
  showProgram,
  showTry,
  showTests,
  showVersions,
  showCall,
  saveDraft,
  publishLoop,
  compareWithPublished,
  endComparison,
  restoreVersion,
  branchLoop,
  exportGraph,
  importFile,
  copyGraph,
  copyViewLink,
  loopSettings,
  editLoopEdge,
  extractLoop,
  inlineSelected,
  runLoop,
  runToHere,
  runFromHere,
  runOnly,
  stepRun,
  nextIteration,
  continueRun,
  stopRun,
  toggleBreakpoint,
  clearBreakpoints,
  togglePin,
  clearMocks,
]
