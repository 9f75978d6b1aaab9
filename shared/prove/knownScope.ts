import type { Scope } from '../engine/effect.ts'
import { unknownValue } from '../expr/celValues.ts'
import type { Json, JsonObject } from '../json.ts'
import { hasSymbol, marked } from './symbols.ts'

/** What of a run's numbers is known while it is explored. */
export type KnownNumbers = { iteration: boolean; costUsd: boolean; steps: boolean }

type Read = (value: Json, numbers: KnownNumbers) => Json

const asIs: Read = (value) => value
const symbols: Read = (value) => marked(value)

/** How each root is read: what is not listed is not known at all. */
const roots: Readonly<Record<string, Read>> = {
  run: readRun,
  steps: (value) => mapMembers(value, readStep),
  facts: symbols,
  plan: symbols,
  args: symbols,
  output: symbols,
  item: symbols,
  event: symbols,
  passed: symbols,
  index: asIs,
  it: symbols,
  action: asIs,
  risk: asIs,
  conclusion: asIs,
  verdict: readVerdict,
  checks: (value) => mapMembers(value, readCheck),
}

/** The scope as far as it is known, with only the roots that are read. */
export function knownScope(scope: Scope, names: Iterable<string>, numbers: KnownNumbers): Scope {
  const known: Record<string, Json> = {}
  for (const name of names) {
    const value = Object.hasOwn(scope, name) ? scope[name] : undefined
    if (value === undefined) continue
    const read = Object.hasOwn(roots, name) ? roots[name] : undefined
    known[name] =
      value === null || value === unknownValue ? value : read ? read(value, numbers) : unknownValue
  }
  return known
}

function readRun(value: Json, numbers: KnownNumbers): Json {
  if (!isObject(value)) return value
  const { iteration = 0, costUsd = 0, steps = 0, stopReason = null } = value
  return {
    ...mapMembers(value, () => unknownValue),
    iteration: numbers.iteration ? iteration : unknownValue,
    costUsd: numbers.costUsd ? costUsd : unknownValue,
    steps: numbers.steps ? steps : unknownValue,
    stopReason,
    ...(value.standing === undefined ? {} : { standing: marked(value.standing) }),
  }
}

const steps = new WeakMap<JsonObject, Json>()

function readStep(step: Json): Json {
  if (!isObject(step)) return step
  const known = steps.get(step)
  if (known !== undefined) return known
  const { status = null, output = null, error = null } = step
  // How many items there were is not known either.
  const isOfItems = Array.isArray(output) && hasSymbol(output)
  const made = {
    status,
    output: isOfItems ? unknownValue : marked(output),
    error: error === null ? null : unknownValue,
  }
  steps.set(step, made)
  return made
}

function readVerdict(value: Json): Json {
  if (!isObject(value)) return value
  const { verifier = null, iteration = null, verdict = null, risk = null, checks = {} } = value
  return { verifier, iteration, verdict, risk, reasons: unknownValue, checks: mapMembers(checks, readCheck) }
}

function readCheck(check: Json): Json {
  return isObject(check) ? { ...check, message: unknownValue, evidence: unknownValue } : check
}

function mapMembers(value: Json, change: (member: Json) => Json): JsonObject {
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]))
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
