import type { Graph } from '../../../shared/graph/graph.ts'
import { unsigned } from '../../../shared/templates/publishedExample.ts'
import { refund } from '../../../shared/templates/refund.ts'

const whole = unsigned(refund.graph)

/** A loop that somebody is in the middle of drawing: wires are missing, and an expression names what isn’t there. */
export const unfinished: Graph = {
  ...whole,
  name: 'refund-draft',
  title: 'Refund, being drawn',
  nodes: whole.nodes.map((node) =>
    node.kind === 'verifier'
      ? {
          ...node,
          checks: [
            {
              type: 'rule',
              id: 'paid',
              expr: 'steps.payment.output.amout == input.amount',
              onFail: 'replan',
            },
          ],
        }
      : node,
  ),
  edges: whole.edges.filter(({ from }) => from.port !== 'escalate' && from.port !== 'bail'),
}
