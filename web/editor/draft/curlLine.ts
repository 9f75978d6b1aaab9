import type { Graph } from '../../../shared/graph/graph.ts'

/** The shell line that calls the loop's hook, with the header that its trigger asks for. */
export function curlLine(graph: Graph, origin: string): string {
  const trigger = graph.nodes.find((node) => node.kind === 'trigger')
  const scheme = trigger?.auth.scheme ?? 'none'
  const signature =
    scheme === 'bearer'
      ? ` -H 'authorization: Bearer <${trigger?.auth.scheme === 'bearer' ? trigger.auth.secret : 'secret'}>'`
      : scheme === 'github'
        ? " -H 'x-hub-signature-256: sha256=<signature of the body>'"
        : scheme === 'standard-webhooks'
          ? " -H 'webhook-id: <id>' -H 'webhook-timestamp: <seconds>' -H 'webhook-signature: v1,<signature>'"
          : ''
  return `curl -X POST ${origin}/hooks/${graph.name} -H 'content-type: application/json' -H 'prefer: wait=10'${signature} -d '{}'`
}
