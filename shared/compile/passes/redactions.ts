import { pathOf, walkAst } from '../../expr/ast.ts'
import { parseCel } from '../../expr/parseCel.ts'
import { pointerKeys } from '../../expr/pointer.ts'
import type { Policy } from '../../graph/policy.ts'
import type { JsonSchema } from '../../graph/text.ts'
import type { Json } from '../../json.ts'
import { validateSchema } from '../../verify/validateSchema.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removePolicyField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** What policies hide can be hidden where they stand. */
export function checkRedactions(index: GraphIndex): Diagnostic[] {
  return index.graph.policies.flatMap((policy, place) => [
    ...redactFaults(policy).map(({ code, field, message }) =>
      diagnose(
        code,
        { field: `/policies/${place}${field}` },
        message,
        code === 'redact-unused' ? removePolicyField(place, '/redact', 'Remove the pointers') : undefined,
      ),
    ),
    ...checkPointers(index, policy, place),
    ...checkKeys(index, policy),
  ])
}

/** Keys that are made of what a policy hides. */
function checkKeys({ trigger }: GraphIndex, { id, at, effect, redact = [] }: Policy): Diagnostic[] {
  if (!trigger || at !== 'input' || effect !== 'redact') return []
  const keys = [
    { field: '/dedupe', source: trigger.dedupe },
    { field: '/admission/key', source: trigger.admission?.key },
  ]
  return keys.flatMap(({ field, source }) => {
    const read = source === undefined ? [] : inputPathsIn(source)
    const shown = redact.find((pointer) => read.some((path) => overlap(path, pointerKeys(pointer))))
    if (shown === undefined) return []
    return [
      diagnose('redact-key', fieldOf(trigger.id, field), `The key reads “${shown}”, which “${id}” hides`),
    ]
  })
}

/** The paths into the input that an expression reads. */
function inputPathsIn(source: string): string[][] {
  const parsed = parseCel(source)
  const paths: string[][] = []
  if (!parsed.ok) return paths
  walkAst(parsed.ast, (ast) => {
    const [root, ...path] = pathOf(ast) ?? []
    if (root !== 'input') return true
    paths.push(path)
    return false
  })
  return paths
}

/** Whether one of them lies in the other. */
function overlap(path: readonly string[], pointer: readonly string[]): boolean {
  const shared = Math.min(path.length, pointer.length)
  return path.slice(0, shared).every((key, place) => pointer[place] === '*' || pointer[place] === key)
}

export type RedactFault = {
  code: 'redact-nothing' | 'redact-point' | 'redact-unused'
  /** A JSON Pointer into the policy. */
  field: string
  message: string
}

/** What is wrong with what a policy redacts, whatever the loop. */
export function redactFaults({ id, at, effect, redact }: Policy): RedactFault[] {
  if (effect !== 'redact' && redact)
    return [
      {
        code: 'redact-unused',
        field: '/redact',
        message: `“${id}” does not redact, so its pointers do nothing`,
      },
    ]
  if (effect !== 'redact') return []
  const faults: RedactFault[] = []
  if (!redact)
    faults.push({ code: 'redact-nothing', field: '/effect', message: `“${id}” does not say what it redacts` })
  if (at === 'plan' || at === 'verdict')
    faults.push({
      code: 'redact-point',
      field: '/at',
      message: `“${id}” redacts at ${at}, where there is nothing of the kind`,
    })
  return faults
}

function checkPointers(index: GraphIndex, policy: Policy, place: number): Diagnostic[] {
  if (policy.effect !== 'redact') return []
  const schemas = schemasOf(index, policy)
  if (schemas.length === 0) return []
  return (policy.redact ?? []).flatMap((pointer, which) => {
    const at = { field: `/policies/${place}/redact/${which}` }
    const found = schemas.map((schema) => schemaAt(schema, pointerKeys(pointer)))
    if (found.every((schema) => schema === null))
      return [diagnose('redact-unknown', at, `“${pointer}” leads nowhere in what is at hand`)]
    const isMisfit = policy.at === 'step' && found.some((schema) => schema !== null && !takesText(schema))
    return isMisfit ? [diagnose('redact-misfit', at, `“${pointer}” is no text in the arguments`)] : []
  })
}

/** The schemas of what it may be about; none where one of them is not known. */
function schemasOf(index: GraphIndex, { at, on }: Policy): JsonSchema[] {
  const actions = index.nodesOf('action').filter(({ id }) => on?.includes(id) ?? true)
  switch (at) {
    case 'input':
      return allOf([index.trigger?.input])
    case 'step':
      return allOf(actions.map(({ args }) => args))
    case 'output':
      return allOf(actions.map(({ output }) => output))
    case 'plan':
    case 'verdict':
      return []
  }
}

function allOf(schemas: readonly (JsonSchema | undefined)[]): JsonSchema[] {
  const known = schemas.filter((schema) => schema !== undefined)
  return known.length === schemas.length ? known : []
}

const wordsThatSayMore = ['$ref', 'allOf', 'anyOf', 'oneOf', 'patternProperties', 'prefixItems', 'if']

/** What a schema says of a place: `true` where it does not tell, null where there can be nothing. */
function schemaAt(schema: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined || typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return schema
  if (wordsThatSayMore.some((word) => Object.hasOwn(schema, word))) return true
  const { properties, additionalProperties, items } = schema
  if (items !== undefined && (key === '*' || /^\d+$/.test(key))) return schemaAt(items, rest)
  const members =
    typeof properties === 'object' && properties !== null && !Array.isArray(properties) ? properties : {}
  if (key === '*') return Object.keys(members).length > 0 || additionalProperties !== false ? true : null
  if (Object.hasOwn(members, key)) return schemaAt(members[key] ?? true, rest)
  return additionalProperties === false ? null : schemaAt(additionalProperties ?? true, rest)
}

function takesText(schema: Json): boolean {
  if (typeof schema === 'boolean') return schema
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return true
  const result = validateSchema(schema, '[redacted]')
  return result.ok || result.broken
}
