import type { Program } from '../../../shared/compile/program.ts'
import { templateSchema } from '../../../shared/compile/templateSchema.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { embedPart } from './inputSchema.ts'

/** The bodies that a call can be answered with, by the name of their component; different versions may answer differently. */
export function outcomeSchemas(programs: readonly Program[]): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {}
  for (const { outcomes, trigger } of programs)
    for (const [id, { title, status, body }] of Object.entries(outcomes)) {
      const schema = {
        title: `Outcome ${id}`,
        description: `“${title}”: the run ${status}`,
        ...embedPart(templateSchema(body, { input: trigger.input ?? true })),
      }
      const name = freeName(schemas, `Outcome_${id}`, schema)
      schemas[name] = schema
    }
  return {
    ...schemas,
    Outcome_none: {
      type: 'null',
      title: 'No outcome',
      description: 'The run ended at no outcome of the graph',
    },
  }
}

/** Canary and stable may have an outcome of the same name with another body. */
function freeName(taken: Record<string, JsonObject>, name: string, schema: JsonObject): string {
  const same = taken[name]
  return same === undefined || JSON.stringify(same) === JSON.stringify(schema) ? name : `${name}_canary`
}
