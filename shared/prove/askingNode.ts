import type { NodeId } from '../graph/ids.ts'

const mark = 'approval:'

/** The approval node in whose name a step's approval is asked for; undefined where a policy asks. */
export function askingNode(policy: string): NodeId | undefined {
  return policy.startsWith(mark) ? policy.slice(mark.length) : undefined
}
