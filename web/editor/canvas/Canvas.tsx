import './canvas.css'
import {
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react'
import { type RefObject, useMemo, useState } from 'react'
import { CardActionsContext } from '../nodes/CardActions.ts'
import { NodeTools } from '../run/NodeTools.tsx'
import { TrialMarksContext, useTrialSettings } from '../run/TrialMarks.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { AlignGuides } from './AlignGuides.tsx'
import { type CanvasElement } from './asideElements.ts'
import { AsideActionsContext } from './asides/AsideActions.ts'
import { useAsideActions } from './asides/useAsideActions.ts'
import { CanvasHint } from './CanvasHint.tsx'
import { CanvasMap } from './CanvasMap.tsx'
import { CanvasMenu } from './CanvasMenu.tsx'
import { ConnectionLine } from './ConnectionLine.tsx'
import { canvasCards } from './canvasCards.ts'
import { ExtractDialog } from './ExtractDialog.tsx'
import { FarSight, isLarge, useSketched } from './FarSight.tsx'
import { FarWires } from './FarWires.tsx'
import { fitOptions } from './fitOptions.ts'
import { createFlowElements, type FlowEdge } from './flowElements.ts'
import { LoopEdgeContext } from './loopEdge/LoopEdgeContext.ts'
import { renderLoopEdge } from './loopEdge/LoopEdgeControl.tsx'
import { StayFitted } from './StayFitted.tsx'
import { useCanvasDrop } from './useCanvasDrop.ts'
import { useCanvasElements } from './useCanvasElements.ts'
import { useCanvasHandlers } from './useCanvasHandlers.ts'
import { useCanvasPort } from './useCanvasPort.ts'
import { useCardActions } from './useCardActions.ts'
import { useDragging } from './useDragging.ts'
import { useDrawnCards } from './useDrawnCards.ts'
import { useFarWires } from './useFarWires.ts'
import { useFlowInput } from './useFlowInput.ts'
import { useSpaceHeld } from './useSpaceHeld.ts'
import { useStatedGeometry } from './useStatedGeometry.ts'
import { WireEdge } from './WireEdge.tsx'

const edgeTypes = { wire: WireEdge } as const
const snapGrid: [number, number] = [8, 8]
const panButtons = [1, 2]
const multiSelectKeys = ['Shift', 'Meta', 'Control']

type CanvasProps = { frame: RefObject<HTMLDivElement | null> }

/** The canvas on which a loop is built. */
export function Canvas({ frame }: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasInner frame={frame} />
    </ReactFlowProvider>
  )
}

function CanvasInner({ frame }: CanvasProps) {
  const store = useEditorStore()
  const flow = useReactFlow<CanvasElement, FlowEdge>()
  const [elementsOf] = useState(createFlowElements)
  const input = useFlowInput()
  const elements = useMemo(() => elementsOf(input), [elementsOf, input])
  const dragging = useDragging(input.graph)
  const nodes = useCanvasElements(dragging, elements.nodes, input.marks)
  const handlers = useCanvasHandlers(dragging)
  const actions = useCardActions()
  const asides = useAsideActions()
  const drop = useCanvasDrop()
  const trialMarks = useTrialSettings()
  const spaceHeld = useSpaceHeld()
  const [initialViewport] = useState(() => store.getState().graph.layout.viewport)
  const sketched = useSketched(nodes, initialViewport)
  const drawn = useDrawnCards(nodes, sketched)
  const wires = useFarWires({
    sketched,
    elements: nodes,
    edges: elements.edges,
    marked: trialMarks.edges,
    moving: dragging.moving,
  })
  useCanvasPort(frame, wires.at)
  useStatedGeometry(nodes, drawn)

  return (
    <CardActionsContext value={actions}>
      <AsideActionsContext value={asides}>
        <LoopEdgeContext value={renderLoopEdge}>
          <FarSight sketched={sketched}>
            <TrialMarksContext value={trialMarks}>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are the editor's commands; the outline is the same graph as a list */}
              <div
                ref={frame}
                role="group"
                aria-label="Canvas. Arrow keys walk the nodes, Tab adds one, question mark lists the keys."
                // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the canvas takes the keys
                tabIndex={0}
                data-region="canvas"
                className="relative min-h-0 min-w-0 flex-1 outline-none focus-visible:outline-2 focus-visible:-outline-offset-2"
                onPointerDownCapture={(event) => {
                  const { target } = event
                  // React passes on what happens in the menu too, which stands elsewhere in the page.
                  if (!(target instanceof Element) || !frame.current?.contains(target)) return
                  if (!target.closest('input, button, textarea')) frame.current.focus({ preventScroll: true })
                }}
                onKeyDown={(event) => {
                  // Space pans here; it must not also scroll the page or play a simulated run.
                  if (event.key === ' ' && event.target === frame.current) event.preventDefault()
                }}
                onDoubleClick={(event) => {
                  if (
                    !(event.target instanceof Element) ||
                    !event.target.classList.contains('react-flow__pane')
                  )
                    return
                  const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
                  store.getState().open({ type: 'add', at })
                }}
                {...drop}
              >
                {/* First, so that Tab comes to it first. */}
                <CanvasHint />
                <CanvasMenu>
                  <ReactFlow
                    nodes={drawn}
                    edges={wires.near}
                    nodeTypes={canvasCards}
                    edgeTypes={edgeTypes}
                    {...handlers}
                    connectionLineComponent={ConnectionLine}
                    connectionRadius={24}
                    snapToGrid
                    snapGrid={snapGrid}
                    selectionOnDrag
                    selectionMode={SelectionMode.Partial}
                    selectionKeyCode={null}
                    multiSelectionKeyCode={multiSelectKeys}
                    deleteKeyCode={null}
                    panOnDrag={spaceHeld || panButtons}
                    panActivationKeyCode={null}
                    panOnScroll
                    zoomOnDoubleClick={false}
                    nodesFocusable={false}
                    edgesFocusable={false}
                    disableKeyboardA11y
                    onlyRenderVisibleElements={isLarge(nodes)}
                    minZoom={0.05}
                    maxZoom={2}
                    {...(initialViewport
                      ? { defaultViewport: initialViewport }
                      : { fitView: true, fitViewOptions: fitOptions })}
                  >
                    <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} />
                    <Controls showInteractive={false} position="bottom-left" aria-label="Zoom" />
                    <FarWires elements={nodes} edges={wires.far} />
                    <CanvasMap elements={nodes} />
                    <StayFitted />
                    <AlignGuides guides={dragging.guides} />
                    <NodeTools />
                  </ReactFlow>
                </CanvasMenu>
                <ExtractDialog />
              </div>
            </TrialMarksContext>
          </FarSight>
        </LoopEdgeContext>
      </AsideActionsContext>
    </CardActionsContext>
  )
}
