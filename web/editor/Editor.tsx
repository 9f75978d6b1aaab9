import { memo, type RefObject, useEffect, useRef, useState } from 'react'
import { Splitter } from '../ui/Splitter.tsx'
import { Announcer } from './Announcer.tsx'
import { Canvas } from './canvas/Canvas.tsx'
import { Dock } from './dock/Dock.tsx'
import { EditorAddress } from './EditorAddress.tsx'
import { EditorHeader } from './header/EditorHeader.tsx'
import { useCommandKeys } from './keys/useCommandKeys.ts'
import { useRegionKeys } from './keys/useRegionKeys.ts'
import {
  BranchDialog,
  CompareStage,
  InspectorPanel,
  Prompts,
  prepareParts,
  TableStage,
} from './laterParts.tsx'
import { OutlinePanel } from './outline/OutlinePanel.tsx'
import { useCompiling } from './problems/useCompiling.ts'
import { useEditor, useEditorStore } from './store/EditorContext.ts'
import { TourBar } from './tour/TourBar.tsx'
import { useTour } from './tour/useTour.ts'
import { usePane } from './usePane.ts'
import { useWorkspaceNames } from './useWorkspaceNames.ts'

/** A window narrower than this starts with the canvas first: smaller panels and a shut dock. */
const narrowBelow = 1200
/** The height of the dock's tabs, which stay when it is shut. */
const dockTabs = 37

/** The editor of one loop: canvas in the middle, outline left, inspector right, dock below. */
export const Editor = memo(function Editor() {
  const store = useEditorStore()
  const [narrow] = useState(() => window.innerWidth < narrowBelow)
  const canvas = useRef<HTMLDivElement>(null)
  const root = useRef<HTMLDivElement>(null)
  useCommandKeys(store, canvas)
  useRegionKeys(root)
  useWorkspaceNames()
  useTour()
  useCompiling()
  useEffect(prepareParts, [])
  const outline = usePane('outline')
  const inspector = usePane('inspector')
  const dock = usePane('dock')
  const comparing = useEditor((state) => state.comparison !== null)
  return (
    <div ref={root} className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-clip">
      <EditorHeader />
      <TourBar />
      <div className="relative flex min-h-0 flex-1">
        {/* Covered while two graphs are compared. */}
        <div inert={comparing} className="flex min-h-0 min-w-0 flex-1">
          <Splitter
            id="editor"
            panes={[
              {
                id: 'outline',
                content: <OutlinePanel />,
                defaultSize: narrow ? 168 : 208,
                minSize: 160,
                maxSize: 400,
                collapsible: true,
                fixed: true,
                ...outline,
              },
              {
                id: 'middle',
                name: 'canvas',
                minSize: 240,
                content: (
                  <Splitter
                    id="editor-middle"
                    orientation="vertical"
                    panes={[
                      { id: 'canvas', content: <Stage frame={canvas} />, minSize: 120 },
                      {
                        id: 'dock',
                        content: <Dock />,
                        defaultSize: narrow ? dockTabs : 180,
                        minSize: 120,
                        collapsible: true,
                        collapsedSize: dockTabs,
                        fixed: true,
                        ...dock,
                      },
                    ]}
                  />
                ),
              },
              {
                id: 'inspector',
                content: <InspectorPanel />,
                defaultSize: narrow ? 288 : 360,
                minSize: 280,
                maxSize: '60%',
                collapsible: true,
                fixed: true,
                ...inspector,
              },
            ]}
          />
        </div>
        <CompareStage />
        <Prompts />
        <BranchDialog />
      </div>
      <Announcer />
      <EditorAddress />
    </div>
  )
})

/** The canvas, and what may be spread over it. */
function Stage({ frame }: { frame: RefObject<HTMLDivElement | null> }) {
  return (
    <div className="relative flex min-h-0 min-w-0 flex-1">
      <Canvas frame={frame} />
      <TableStage />
    </div>
  )
}
