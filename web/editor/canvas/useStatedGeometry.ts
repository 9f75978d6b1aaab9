import { useStoreApi } from '@xyflow/react'
import { useEffect, useState } from 'react'
import type { CanvasElement } from './asideElements.ts'

const measureNothing = () => undefined

/**
 * Keeps React Flow from measuring: every element of ours states its size and where its ports are, so looking at the page would only draw
 * all of them once more, and a card that is drawn without its ports would lose its wires. Call it above the `ReactFlow` that it is for, with
 * `all` that the canvas will show and what of it is `drawn` now.
 */
export function useStatedGeometry(all: CanvasElement[], drawn: CanvasElement[]): void {
  const flow = useStoreApi<CanvasElement>()
  // Before the first card is drawn and seen by React Flow's observer.
  useState(() => flow.setState({ updateNodeInternals: measureNothing }))
  const [atFirst] = useState({ all, drawn })
  useEffect(() => {
    // React Flow waits with the first fit for a measurement. The size of the canvas is known now, since the effects below this one ran before.
    const { fitViewQueued, setNodes } = flow.getState()
    if (!fitViewQueued) return
    setNodes(atFirst.all)
    if (atFirst.drawn !== atFirst.all) setNodes(atFirst.drawn)
  }, [flow, atFirst])
}
