import { type Check, type CheckOf, type CheckType, checkTypes } from '../../../shared/graph/nodes/check.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { asJson } from './asJson.ts'

/** What each type has besides what every check has. */
type Own<T extends CheckType> = Omit<CheckOf<T>, keyof Base>
type Base = Pick<Check, 'id' | 'title' | 'weight' | 'onFail' | 'onInconclusive' | 'sample' | 'message'>

const startOf: { [T in CheckType]: Own<T> } = {
  quality: { type: 'quality', target: 'steps' },
  schema: { type: 'schema', target: 'steps', schema: { type: 'object' } },
  integrity: { type: 'integrity', target: 'input', direction: 'incoming' },
  rule: { type: 'rule', expr: 'true' },
  variance: { type: 'variance', actual: 'steps', tolerance: { relative: 0.05 } },
  drift: { type: 'drift', baseline: 'usual', fields: [{ name: 'value', value: 'input', as: 'number' }] },
  http: { type: 'http', call: { host: '', method: 'POST', path: '/' }, about: '{{ steps }}' },
}

const baseNames = [
  'id',
  'title',
  'weight',
  'onFail',
  'onInconclusive',
  'sample',
  'message',
] as const satisfies readonly (keyof Base)[]

/** A check as it starts out. */
export function newCheck(id: string): Json {
  return asJson({ ...startOf.rule, id, onFail: 'replan' })
}

/** A check with another type: what every check has is kept. `host` is one that an external check can start from. */
export function changeCheck(check: Json, type: string, host = ''): Json {
  const known = checkTypes.find((each) => each === type) ?? 'rule'
  const before = isObject(check) ? check : {}
  const kept = baseNames.flatMap((name): [string, Json][] => {
    const value = before[name]
    return value === undefined ? [] : [[name, value]]
  })
  const rest = Object.fromEntries(kept)
  const id = typeof rest.id === 'string' ? rest.id : ''
  const start = known === 'http' ? { ...startOf.http, call: { ...startOf.http.call, host } } : startOf[known]
  const own = asJson({ ...start, id, onFail: 'replan' })
  return isObject(own) ? { ...own, ...rest } : own
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
