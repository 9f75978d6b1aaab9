import { PanelBottomClose, PanelBottomOpen } from 'lucide-react'
import { Badge } from '../../ui/Badge.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { toggleDock } from '../commands/panes.ts'
import { chordText } from '../keys/chord.ts'
import {
  EditorCallPanel,
  ProgramPanel,
  ProvePanel,
  TestsPanel,
  TryPanel,
  VersionsPanel,
} from '../laterParts.tsx'
import { ProblemsPanel } from '../problems/ProblemsPanel.tsx'
import { useProblems } from '../problems/useProblems.ts'
import { ProveBadge } from '../prove/ProveBadge.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import type { DockTab } from '../store/viewSlice.ts'
import { TestsBadge } from '../tests/TestsBadge.tsx'

/** What stands below the canvas: the problems, the compiled program, and a place to try the loop. */
export function Dock() {
  const store = useEditorStore()
  const tab = useEditor((state) => state.dock)
  const problems = useProblems()
  const show = (value: string) => store.getState().showDock(value as DockTab)
  const errors = problems.filter((problem) => problem.severity === 'error').length
  return (
    <div data-region="dock" className="relative flex min-h-0 min-w-0 flex-1 bg-surface-1">
      <Tabs
        label="Dock"
        value={tab}
        onValueChange={show}
        onPress={show}
        aside={<DockToggle />}
        items={[
          {
            value: 'problems',
            label: 'Problems',
            badge:
              problems.length > 0 ? (
                <Badge tone={errors > 0 ? 'danger' : 'warning'}>{problems.length}</Badge>
              ) : undefined,
            content: <ProblemsPanel />,
          },
          { value: 'program', label: 'Program', content: <ProgramPanel /> },
          { value: 'try', label: 'Try', content: <TryPanel /> },
          { value: 'tests', label: 'Tests', badge: <TestsBadge />, content: <TestsPanel /> },
          { value: 'prove', label: 'Prove', badge: <ProveBadge />, content: <ProvePanel /> },
          { value: 'versions', label: 'Versions', content: <VersionsPanel /> },
          { value: 'call', label: 'Call it', content: <EditorCallPanel /> },
        ]}
      />
    </div>
  )
}

function DockToggle() {
  const store = useEditorStore()
  const open = useEditor((state) => state.panes.dock)
  const [key = ''] = toggleDock.keys
  return (
    <IconButton
      label={open ? 'Shut the dock' : 'Open the dock'}
      icon={open ? <PanelBottomClose aria-hidden /> : <PanelBottomOpen aria-hidden />}
      aria-expanded={open}
      shortcut={chordText(key)}
      onClick={() => store.getState().togglePane('dock')}
    />
  )
}
