import { useReactFlow, useStore } from '@xyflow/react'
import { useEffect } from 'react'
import { fitOptions } from '../canvas/fitOptions.ts'

const reduced = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches

/** Brings these nodes into sight whenever a new list of them comes; while there is none, the whole graph fits the picture. */
export function RevealNodes({ nodes }: { nodes: readonly string[] }) {
  const flow = useReactFlow()
  const size = useStore(({ width, height }) => `${width} ${height}`)
  useEffect(() => {
    if (nodes.length === 0) void flow.fitView({ ...fitOptions, duration: 0 })
    // The panes around may shut just after it opened.
  }, [flow, nodes, size])
  useEffect(() => {
    if (nodes.length === 0) return
    void flow.fitView({
      nodes: nodes.map((id) => ({ id })),
      maxZoom: 1,
      minZoom: 0.4,
      padding: 0.4,
      duration: reduced() ? 0 : 160,
    })
  }, [flow, nodes])
  return null
}
