import { useReactFlow } from '@xyflow/react'
import { useEffect } from 'react'

/** Brings these nodes into sight whenever a new list of them comes. */
export function RevealNodes({ nodes }: { nodes: readonly string[] }) {
  const flow = useReactFlow()
  useEffect(() => {
    if (nodes.length === 0) return
    const reduced = window.matchMedia('(prefers-reduced-motion: reduce)').matches
    void flow.fitView({
      nodes: nodes.map((id) => ({ id })),
      maxZoom: 1,
      minZoom: 0.4,
      padding: 0.4,
      duration: reduced ? 0 : 160,
    })
  }, [flow, nodes])
  return null
}
