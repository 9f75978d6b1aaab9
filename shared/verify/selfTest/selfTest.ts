import type { Program } from '../../compile/program.ts'
import type { EffectError } from '../../engine/effectError.ts'
import { jitter } from '../../engine/retry.ts'
import type { StepState } from '../../engine/state.ts'
import type { NodeId } from '../../graph/ids.ts'
import type { Json } from '../../json.ts'
import { isHostCheck } from '../runCheck.ts'
import { type MutationKind, mutated, mutationKinds, mutationsOf } from './mutations.ts'
import { type JudgedOutcome, judgeOutcome, withStep } from './outcomes.ts'

/** A good outcome made bad in one place. */
export type BadOutcome = {
  kind: MutationKind
  /** The step of the plan whose result it is. */
  step: string
  /** Where in the step's output, by JSON Pointer. */
  pointer: string
  before: Json
  /** Null where it was taken away, or the step brought nothing. */
  after: Json
}

/** How many bad outcomes were shown, how many were not noticed, and the smallest of those. */
export type Tally = { made: number; missed: number; smallest: BadOutcome | null }

export type SelfTestReport = {
  verifier: NodeId
  seed: number
  /** How many good outcomes they were made of. */
  good: number
  /** How many there would be; `seed` draws from them where that is more than were asked for. */
  possible: number
  /** Missed: the verdict is pass. */
  verifierTally: Tally & { byKind: Readonly<Record<string, Tally>> }
  /** Missed: this check passes. */
  checks: readonly (Tally & { check: string; title: string; byKind: Readonly<Record<string, Tally>> })[]
  /** Places of the good outcomes of which no change was noticed by the verdict, by step and place. */
  blindSpots: readonly { step: string; pointer: string }[]
  /** Checks that the host makes: they are not made here. */
  leftOut: readonly string[]
}

export type SelfTestOptions = {
  program: Program
  verifier: NodeId
  good: readonly JudgedOutcome[]
  seed?: number
  /** The most of each kind. */
  perKind?: number
}

/**
 * Shows a verifier known-bad outcomes, made of good ones by one change each, and counts what it misses: for each of its checks, and for its
 * verdict. The same options give the same report. Sampled checks are always made here; those that need the host never.
 */
export function selfTest({
  program,
  verifier,
  good,
  seed = 1,
  perKind = 40,
}: SelfTestOptions): SelfTestReport {
  const own = program.verifiers[verifier]
  const checks = own?.checks ?? []
  const leftOut = checks.filter(isHostCheck).map(({ id }) => id)
  const tested = withoutHost(program, verifier)
  const all = good.flatMap((outcome, index) => badOutcomes(outcome).map((bad) => ({ ...bad, index })))
  const drawn = draw(all, seed, perKind)
  const verdicts = new Tallies()
  const byCheck = new Map(
    checks.filter((check) => !isHostCheck(check)).map((check) => [check.id, new Tallies()]),
  )
  const places = new Places()
  for (const { bad, outcome } of drawn) {
    const { verdict, passed } = judgeOutcome(tested, verifier, outcome)
    verdicts.add(bad, verdict === 'pass')
    places.add(bad, verdict === 'pass')
    for (const [id, tallies] of byCheck) tallies.add(bad, passed.has(id))
  }
  return {
    verifier,
    seed,
    good: good.length,
    possible: all.length,
    verifierTally: verdicts.report(),
    checks: [...byCheck].map(([id, tallies]) => {
      const title = checks.find((check) => check.id === id)?.title ?? id
      return { check: id, title, ...tallies.report() }
    }),
    blindSpots: places.blind(),
    leftOut,
  }
}

/** Where outcomes were changed, and whether any of the changes there was noticed. Items of a list are one place. */
class Places {
  readonly #found = new Map<string, { step: string; pointer: string; noticed: boolean }>()

  add({ step, pointer: at }: BadOutcome, isMissed: boolean): void {
    const pointer = at.replaceAll(/\/\d+(?=\/|$)/g, '/*')
    const key = `${step}${pointer}`
    const place = this.#found.get(key) ?? { step, pointer, noticed: false }
    this.#found.set(key, place)
    if (!isMissed) place.noticed = true
  }

  blind(): { step: string; pointer: string }[] {
    const blind = [...this.#found.values()].filter(({ noticed }) => !noticed)
    return blind
      .map(({ step, pointer }) => ({ step, pointer }))
      .toSorted((a, b) => (`${a.step}${a.pointer}` < `${b.step}${b.pointer}` ? -1 : 1))
  }
}

class Tallies {
  readonly #total: Tally = { made: 0, missed: 0, smallest: null }
  readonly #byKind = new Map<MutationKind, Tally>()

  add(bad: BadOutcome, isMissed: boolean): void {
    const ofKind = this.#byKind.get(bad.kind) ?? { made: 0, missed: 0, smallest: null }
    this.#byKind.set(bad.kind, ofKind)
    for (const tally of [this.#total, ofKind]) {
      tally.made += 1
      if (!isMissed) continue
      tally.missed += 1
      if (tally.smallest === null || sizeOf(bad) < sizeOf(tally.smallest)) tally.smallest = bad
    }
  }

  report(): Tally & { byKind: Record<string, Tally> } {
    const byKind = mutationKinds.flatMap((kind) => {
      const tally = this.#byKind.get(kind)
      return tally ? [[kind, tally] as const] : []
    })
    return { ...this.#total, byKind: Object.fromEntries(byKind) }
  }
}

const sizeOf = ({ pointer, before, after }: BadOutcome) =>
  pointer.length + JSON.stringify(before).length + JSON.stringify(after).length

type Made = { bad: BadOutcome; outcome: JudgedOutcome }

/** At most so many of each kind, drawn by the seed, in the order of the kinds. */
function draw(all: readonly (Made & { index: number })[], seed: number, perKind: number): Made[] {
  return mutationKinds.flatMap((kind) =>
    all
      .filter(({ bad }) => bad.kind === kind)
      .map((made, place) => ({
        made,
        lot: jitter(seed, `${made.index} ${made.bad.step}${made.bad.pointer} ${kind}`, place),
      }))
      .toSorted((a, b) => a.lot - b.lot)
      .slice(0, perKind)
      .map(({ made }) => made),
  )
}

/** The outcome with each of its steps changed in each way, one at a time. */
function badOutcomes(outcome: JudgedOutcome): Made[] {
  const { iteration } = outcome.state
  return (iteration?.plan?.steps ?? []).flatMap(({ id }, place): Made[] => {
    const step = iteration?.steps[place]
    if (step?.status !== 'succeeded') return []
    const { output } = step
    const changed = mutationsOf(output).map(({ kind, pointer, before, after }): Made => {
      const worse = { ...step, output: mutated(output, { pointer, after }) }
      return {
        bad: { kind, step: id, pointer, before, after: after ?? null },
        outcome: withStep(outcome, place, worse),
      }
    })
    const gone = { step: id, pointer: '', before: output, after: null }
    return [
      { bad: { kind: 'step failed', ...gone }, outcome: withStep(outcome, place, failed(step)) },
      { bad: { kind: 'step uncertain', ...gone }, outcome: withStep(outcome, place, uncertain(step)) },
      ...changed,
    ]
  })
}

type Succeeded = Extract<StepState, { status: 'succeeded' }>

const fault: EffectError = {
  class: 'http',
  message: 'Self-test: the target answered 500.',
  status: 500,
  retryable: false,
  mayHaveHappened: true,
}

function failed({ order, startedAt, args, settledAt, attempts }: Succeeded): StepState {
  return {
    status: 'failed',
    began: { order, startedAt, args },
    settledAt,
    error: fault,
    output: null,
    attempts,
  }
}

function uncertain({ order, startedAt, args, settledAt, attempts }: Succeeded): StepState {
  return { status: 'uncertain', order, startedAt, args, settledAt, error: fault, attempts }
}

function withoutHost(program: Program, id: NodeId): Program {
  const verifier = program.verifiers[id]
  if (!verifier) return program
  const checks = verifier.checks
    .filter((check) => !isHostCheck(check))
    .map(({ sample: _always, ...check }) => check)
  return { ...program, verifiers: { ...program.verifiers, [id]: { ...verifier, checks } } }
}
