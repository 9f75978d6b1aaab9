import { assertNever } from '../../../shared/assertNever.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { TriggerAuth } from '../../../shared/graph/nodes/trigger.ts'

/** The shell line that calls the loop's hook, with the header that its trigger asks for. */
export function curlLine(graph: Graph, origin: string): string {
  const trigger = graph.nodes.find((node) => node.kind === 'trigger')
  const headers = trigger ? credentialOf(trigger.auth) : ''
  return `curl -X POST ${origin}/hooks/${graph.name} -H 'content-type: application/json' -H 'prefer: wait=10'${headers} -d '{}'`
}

function credentialOf(auth: TriggerAuth): string {
  switch (auth.scheme) {
    case 'none':
      return ''
    case 'bearer':
      return ` -H 'authorization: Bearer <${auth.secret}>'`
    case 'github':
      return " -H 'x-hub-signature-256: sha256=<signature of the body>'"
    case 'standard-webhooks':
      return " -H 'webhook-id: <id>' -H 'webhook-timestamp: <seconds>' -H 'webhook-signature: v1,<signature>'"
    case 'stripe':
      return ` -H '${auth.header ?? 'Stripe-Signature'}: t=<seconds>,v1=<signature>'`
    default:
      return assertNever(auth)
  }
}
