import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Scope } from '../engine/effect.ts'
import { readTime } from '../engine/time.ts'
import { evaluate } from '../expr/evaluate.ts'
import { childPointer, pointerKeys } from '../expr/pointer.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import type { Json, JsonObject } from '../json.ts'
import { type CheckOutcome, fails, holds, nameOf, unclear } from './checkOutcome.ts'
import { shown } from './valuesRead.ts'

type Quality = CheckOf<'quality'>

/** What one part of the check found: the share that is at fault, or that it could not be looked at. */
type Part = { evidence: JsonObject } & (
  | { is: 'held' }
  | { is: 'fault'; severity: number; message: string }
  | { is: 'unclear'; message: string }
)

/** No more places than this are listed. */
const mostListed = 50

/** Whether what is judged is there, complete, unique and fresh. A part that fails decides; else one that can't be looked at. */
export function runQuality(check: Quality, scope: Scope, at: number): CheckOutcome {
  const target = evaluate(check.target, scope)
  if (!target.ok) return unclear(target.error, { target: check.target })
  const parts = [
    thereIs(target.value),
    complete(check, target.value),
    unique(check, target.value),
    fresh(check, scope, at),
  ].filter((part) => part !== null)
  const evidence: JsonObject = Object.assign(
    { target: check.target, value: shown(target.value) },
    ...parts.map((part) => part.evidence),
  )
  const faults = parts.filter((part) => part.is === 'fault')
  if (faults.length > 0) {
    const severity = Math.max(...faults.map((fault) => fault.severity))
    return fails(check.message ?? faults.map(({ message }) => message).join(' '), severity, evidence)
  }
  const [unknown] = parts.filter((part) => part.is === 'unclear')
  return unknown ? unclear(unknown.message, evidence) : holds(nameOf(check), evidence)
}

function thereIs(value: Json): Part | null {
  if (!isEmpty(value)) return null
  return { is: 'fault', severity: 1, message: 'There is nothing to look at.', evidence: {} }
}

/** Not missing, not null, not empty text. */
function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}

/** How much of what is required is there: of a list, in each of its items. */
function complete({ required = [], minComplete = 1 }: Quality, value: Json): Part | null {
  if (required.length === 0) return null
  const items = Array.isArray(value) ? value.map((item, place) => ({ item, at: `/${place}` })) : null
  const places = (items ?? [{ item: value, at: '' }]).flatMap(({ item, at }) =>
    required.map((pointer) => ({ pointer: at + pointer, isThere: !isEmpty(valueAt(item, pointer)) })),
  )
  const missing = places.filter(({ isThere }) => !isThere).map(({ pointer }) => pointer)
  const share = places.length === 0 ? 1 : (places.length - missing.length) / places.length
  const evidence = {
    complete: {
      required: places.length,
      present: places.length - missing.length,
      atLeast: minComplete,
      missing: missing.slice(0, mostListed),
    },
  }
  if (share >= minComplete) return { is: 'held', evidence }
  const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ` and ${missing.length - 5} more` : '')
  const message = `${missing.length} of ${places.length} required values are missing: ${named}.`
  return { is: 'fault', severity: 1 - share, message, evidence }
}

/** That no two items share what has to be unique. Items that do not have it are not compared. */
function unique({ unique: pointer }: Quality, value: Json): Part | null {
  if (pointer === undefined) return null
  if (!Array.isArray(value))
    return { is: 'unclear', message: 'It is no list, so nothing in it can be unique.', evidence: {} }
  const seen = new Map<string, number[]>()
  for (const [place, item] of value.entries()) {
    const key = valueAt(item, pointer)
    if (key === undefined) continue
    const text = canonicalJson(key)
    seen.set(text, [...(seen.get(text) ?? []), place])
  }
  const twice = [...seen.values()].filter((places) => places.length > 1)
  const surplus = twice.reduce((sum, places) => sum + places.length - 1, 0)
  const listed = twice.slice(0, mostListed).map(([first = 0, ...others]) => ({
    value: shown(valueAt(value[first] ?? null, pointer)),
    at: [first, ...others].slice(0, mostListed).map((place) => childPointer('', place)),
  }))
  const evidence = { unique: { by: pointer, items: value.length, duplicates: listed } }
  if (surplus === 0) return { is: 'held', evidence }
  const message = `${surplus} of ${value.length} items are there again${pointer === '' ? '' : ` by ${pointer}`}.`
  return { is: 'fault', severity: surplus / value.length, message, evidence }
}

/** That it is not too old: the older, the more severe. */
function fresh({ fresh: bound }: Quality, scope: Scope, at: number): Part | null {
  if (!bound) return null
  const { maxAgeSeconds } = bound
  const observed = evaluate(bound.at, scope)
  if (!observed.ok) return { is: 'unclear', message: observed.error, evidence: {} }
  const time = timeOf(observed.value)
  if (time === null) {
    const message = `${JSON.stringify(shown(observed.value))} is no point in time, so nobody knows how old it is.`
    return { is: 'unclear', message, evidence: { fresh: { at: shown(observed.value), maxAgeSeconds } } }
  }
  const ageSeconds = (at - time) / 1000
  const evidence = { fresh: { at: observed.value, ageSeconds, maxAgeSeconds } }
  if (ageSeconds <= maxAgeSeconds) return { is: 'held', evidence }
  const message = `It is ${Math.round(ageSeconds)} seconds old; it may be ${maxAgeSeconds}.`
  return { is: 'fault', severity: 1 - maxAgeSeconds / ageSeconds, message, evidence }
}

function timeOf(value: Json): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? readTime(value) : null
}

/** The value that a JSON Pointer leads to; undefined where nothing is. */
export function valueAt(value: Json, pointer: string): Json | undefined {
  let now: Json | undefined = value
  for (const key of pointerKeys(pointer)) {
    if (typeof now !== 'object' || now === null || !Object.hasOwn(now, key)) return undefined
    now = Array.isArray(now) ? now[Number(key)] : now[key]
  }
  return now
}
