import type { Scope } from '../engine/effect.ts'
import { evaluate } from '../expr/evaluate.ts'
import { childPointer } from '../expr/pointer.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import type { Json, JsonObject } from '../json.ts'
import { type CheckOutcome, fails, holds, nameOf, unclear } from './checkOutcome.ts'
import { shown } from './valuesRead.ts'

type Variance = CheckOf<'variance'>
type Tolerance = Variance['tolerance']

/** A place where what came is not what was expected. */
type Deviation = { severity: number; evidence: JsonObject & { pointer: string } }

const byDefault = 'plan.expected'
const mostListed = 50

/** Whether a value is what was expected, numbers within the tolerance. Where nothing was expected, nobody can tell. */
export function runVariance(check: Variance, scope: Scope): CheckOutcome {
  const source = check.expected ?? byDefault
  const { absolute = 0, relative = 0 } = check.tolerance
  const about = { actual: check.actual, expected: source, tolerance: { absolute, relative } }
  const expected = evaluate(source, scope)
  if (!expected.ok) return unclear(`What was expected: ${expected.error}`, about)
  if (check.expected === undefined && expected.value === null)
    return unclear('The plan says nothing of what is expected.', about)
  const actual = evaluate(check.actual, scope)
  if (!actual.ok) return unclear(`What came: ${actual.error}`, about)
  const found: Deviation[] = []
  compare(expected.value, actual.value, '', check.tolerance, found)
  const evidence = {
    ...about,
    value: shown(actual.value),
    against: shown(expected.value),
    deviations: found.slice(0, mostListed).map((each) => each.evidence),
    ...(found.length > mostListed ? { more: found.length - mostListed } : {}),
  }
  if (found.length === 0) return holds(nameOf(check), evidence)
  return fails(check.message ?? wordsFor(found), Math.max(...found.map(({ severity }) => severity)), evidence)
}

function wordsFor(found: readonly Deviation[]): string {
  const places = found.slice(0, 3).map(({ evidence }) => evidence.pointer || 'the value')
  const more = found.length > 3 ? ` and ${found.length - 3} more` : ''
  return `Not as expected: ${places.join(', ')}${more}.`
}

/** Compares two values place by place, and lists what is off. */
function compare(
  expected: Json,
  actual: Json,
  pointer: string,
  tolerance: Tolerance,
  found: Deviation[],
): void {
  if (typeof expected === 'number' && typeof actual === 'number')
    return compareNumbers(expected, actual, pointer, tolerance, found)
  if (isList(expected) && isList(actual)) {
    for (let place = 0; place < Math.max(expected.length, actual.length); place += 1)
      compareMembers(expected[place], actual[place], childPointer(pointer, place), tolerance, found)
    return
  }
  if (isObject(expected) && isObject(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
      compareMembers(own(expected, key), own(actual, key), childPointer(pointer, key), tolerance, found)
    return
  }
  if (expected !== actual) found.push(other(expected, actual, pointer))
}

/** Compares what may be missing on one side. */
function compareMembers(
  expected: Json | undefined,
  actual: Json | undefined,
  pointer: string,
  tolerance: Tolerance,
  found: Deviation[],
): void {
  if (expected !== undefined && actual !== undefined) compare(expected, actual, pointer, tolerance, found)
  else found.push(other(expected, actual, pointer))
}

function compareNumbers(
  expected: number,
  actual: number,
  pointer: string,
  { absolute = 0, relative = 0 }: Tolerance,
  found: Deviation[],
): void {
  const difference = actual - expected
  const allowed = Math.max(absolute, relative * Math.abs(expected))
  if (Math.abs(difference) <= allowed) return
  found.push({
    // 0.5 at twice what is allowed, and closer to 1 the further off it is.
    severity: 1 - allowed / Math.abs(difference),
    evidence: {
      pointer,
      expected,
      actual,
      difference: Number.isFinite(difference) ? difference : null,
      allowed,
    },
  })
}

function other(expected: Json | undefined, actual: Json | undefined, pointer: string): Deviation {
  return {
    severity: 1,
    evidence: { pointer, expected: shown(expected), actual: shown(actual), difference: null },
  }
}

const isList = (value: Json): value is Json[] => Array.isArray(value)
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (value: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined
