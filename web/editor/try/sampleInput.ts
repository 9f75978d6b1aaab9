import type { Graph } from '../../../shared/graph/graph.ts'
import { sampleFromSchema } from '../../../shared/sim/sampleFromSchema.ts'

/** What is tried until somebody types an input: a sample made of the trigger's schema, as JSON text. */
export function sampleInput({ nodes }: Graph): string {
  const trigger = nodes.find((node) => node.kind === 'trigger')
  const schema = trigger?.kind === 'trigger' ? trigger.input : undefined
  return JSON.stringify(schema ? sampleFromSchema(schema) : {}, null, 2)
}
