import { useStoreApi } from '@xyflow/react'
import { useEffect, useState } from 'react'

const measureNothing = () => undefined

/**
 * Keeps React Flow from measuring: every element of ours states its size and where its ports are, so looking at the page would only draw
 * all of them once more, and a card that is drawn without its ports would lose its wires. Call it above the `ReactFlow` that it is for.
 */
export function useStatedGeometry(): void {
  const flow = useStoreApi()
  // Before the first card is drawn and seen by React Flow's observer.
  useState(() => flow.setState({ updateNodeInternals: measureNothing }))
  useEffect(() => {
    // React Flow waits with the first fit for a measurement. The size of the canvas is known now, since the effects below this one ran before.
    const { fitViewQueued, nodes, setNodes } = flow.getState()
    if (fitViewQueued) setNodes(nodes)
  }, [flow])
}
