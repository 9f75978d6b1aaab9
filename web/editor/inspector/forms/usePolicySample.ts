import type { Graph } from '../../../../shared/graph/graph.ts'
import type { PolicyPoint } from '../../../../shared/graph/policy.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'
import { sampleFromSchema } from '../../../../shared/sim/sampleFromSchema.ts'
import { type SampleNode, sampleScope } from '../../../policies/sampleScope.ts'
import { policySubject } from '../../model/policySubject.ts'
import { useEditorStore } from '../../store/EditorContext.ts'

/** Makes a sample of what a policy of the loop could find in scope: values of the schemas that the loop has. */
export function usePolicySample(point: PolicyPoint, policy: JsonObject): () => JsonObject {
  const store = useEditorStore()
  return () => {
    const { graph } = store.getState()
    return sampleScope(point, sampleInput(graph), Date.now(), sampleNode(graph, point, policy['on']))
  }
}

function sampleInput({ nodes }: Graph): Json {
  const trigger = nodes.find((node) => node.kind === 'trigger')
  return trigger?.input ? sampleFromSchema(trigger.input) : {}
}

/** The first node that the policy is for. */
function sampleNode({ nodes }: Graph, point: PolicyPoint, on: Json | undefined): Partial<SampleNode> {
  const kind = policySubject[point]
  const isAbout = (id: string) => !Array.isArray(on) || on.includes(id)
  const node = nodes.find((each) => each.kind === kind && isAbout(each.id))
  if (!node) return {}
  if (node.kind !== 'action') return { id: node.id }
  return {
    id: node.id,
    ...(node.args ? { args: sampleFromSchema(node.args) } : {}),
    ...(node.output ? { output: sampleFromSchema(node.output) } : {}),
  }
}
