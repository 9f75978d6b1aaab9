import type { NodeState } from '../../ui/StateBadge.tsx'

/** What a run did at a node, as its card shows it. */
export type NodeMark = {
  state: NodeState
  /** Which try it is, from 1; left out for the first. */
  attempt?: number
  iteration?: number
  durationMs?: number
  /** One line instead of what the node does: an error, a verdict. */
  says?: string
}

/** What a run shows on the graph that it followed. */
export type CanvasMarks = {
  nodes: Readonly<Record<string, NodeMark>>
  /** How often each wire was taken, and whether it was the last one taken. */
  edges: Readonly<Record<string, { taken: number; lit: boolean }>>
  used: { iterations: number; costUsd: number }
}
