import type { Program } from '../../../shared/compile/program.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { sampleFromSchema } from '../../../shared/sim/sampleFromSchema.ts'
import { validateSchema } from '../../../shared/verify/validateSchema.ts'
import { embedSchema } from './embedSchema.ts'

/** Where the schema of the input stands in the document. */
const inputPlace = '#/components/schemas/Input'

/** What the loop takes. */
export function inputSchema({ trigger }: Program): JsonObject {
  return trigger.input === null ? { description: 'Anything' } : embedSchema(trigger.input, inputPlace)
}

/** A schema that stands in the one of the input, at a place of its own. */
export const embedPart = (schema: JsonObject) => embedSchema(schema, inputPlace)

/** Inputs to start from: the schema’s own, else one that is made from it. One that the schema does not take is left out. */
export function inputExamples({ trigger }: Program): Record<string, { value: Json }> {
  const { input } = trigger
  if (input === null) return { anything: { value: {} } }
  const given = Array.isArray(input.examples) ? input.examples : [sampleFromSchema(input)]
  const valid = given.filter((value) => validateSchema(input, value).ok)
  return Object.fromEntries(valid.map((value, index) => [`example-${index + 1}`, { value }]))
}
