import type { EffectError } from '../engine/effectError.ts'
import { statusFault } from '../engine/statusFault.ts'
import type { MockedAnswer } from '../graph/mock.ts'
import type { Json } from '../json.ts'
import { PlannerRequest, plannerContract } from '../plan/contract.ts'
import { checkKey, plannerKey } from './mockKeys.ts'
import { usualOutput } from './mockResponder.ts'
import { plainWorld } from './plainWorld.ts'
import type {
  PlanResult,
  Respond,
  RespondCheck,
  RespondPlan,
  RespondProbe,
  SimulatedResult,
  SimulatedWorld,
} from './respond.ts'
import { sampleFromSchema } from './sampleFromSchema.ts'
import type { Trial } from './trial.ts'

const noneMade: ReadonlyMap<string, number> = new Map()

/**
 * The world of a trial, as its mocks say when a call is made. Where they say nothing it answers with samples. `made`: how many calls each
 * has had already, of a run that goes on from somewhere.
 */
export function trialWorld(
  mocks: Trial['mocks'],
  made: ReadonlyMap<string, number> = noneMade,
): SimulatedWorld {
  const respond = respondWith(mocks, made)
  return {
    respond,
    standIn: (effect, context) => (Object.hasOwn(mocks, effect.action) ? respond(effect, context) : null),
    plan: planWith(mocks, made),
    probe: probeWith(mocks),
    check: checkWith(mocks, made),
  }
}

type Answer = { delayMs: number; mock: MockedAnswer }

const plain: Answer = { mock: { answers: 'sample' }, delayMs: 100 }

/** Which answer of a mock it is that a call gets: of a series each call gets its own. */
function answering(mocks: Trial['mocks'], made: ReadonlyMap<string, number>) {
  const asked = new Map(made)
  return (key: string): Answer => {
    const set = Object.hasOwn(mocks, key) ? mocks[key] : undefined
    if (!set) return plain
    const { mock, delayMs } = set
    if (mock.answers !== 'series') return { mock, delayMs }
    const turn = asked.get(key) ?? 0
    asked.set(key, turn + 1)
    return mock.each[Math.min(turn, mock.each.length - 1)] ?? plain
  }
}

/** Counts how often each of them failed: some fail a few times only. */
function failing() {
  const failures = new Map<string, number>()
  return (key: string, times: number | null): boolean => {
    const failed = failures.get(key) ?? 0
    if (times !== null && failed >= times) return false
    failures.set(key, failed + 1)
    return true
  }
}

function respondWith(mocks: Trial['mocks'], made: ReadonlyMap<string, number>): Respond {
  const fails = failing()
  const answerOf = answering(mocks, made)
  return (effect, { program }): SimulatedResult => {
    const { mock, delayMs: afterMs } = answerOf(effect.action)
    const action = program.actions[effect.action]
    const isChild = action?.call.uses === 'loop'
    const usual: SimulatedResult = { result: { ok: true, output: usualOutput(action) }, afterMs }
    switch (mock.answers) {
      case 'sample':
        return usual
      case 'value': {
        const output = isChild ? { run: '', outcome: 'succeeded', body: mock.value } : mock.value
        return { result: { ok: true, output, ...costOf(mock) }, afterMs }
      }
      case 'nothing':
        return { ...usual, lost: true }
      case 'failure':
        if (!fails(effect.action, mock.times)) return usual
        return { result: { ok: false, error: failureOf(mock, isChild ? childFailed : undefined) }, afterMs }
    }
  }
}

const costOf = ({ costUsd }: { costUsd?: number | undefined }) => (costUsd === undefined ? {} : { costUsd })

function planWith(mocks: Trial['mocks'], made: ReadonlyMap<string, number>): RespondPlan {
  const fails = failing()
  const answerOf = answering(mocks, made)
  return (effect) => {
    const key = plannerKey(effect.planner, effect.member)
    const { mock, delayMs: afterMs } = answerOf(key)
    const usual: PlanResult = { ok: true, proposal: sampleProposal(effect.request) }
    switch (mock.answers) {
      case 'sample':
        return { result: usual, afterMs }
      case 'value':
        return { result: { ok: true, proposal: mock.value }, afterMs }
      case 'nothing':
        return { result: usual, afterMs, lost: true }
      case 'failure':
        return {
          result: fails(key, mock.times) ? { ok: false, error: failureOf(mock) } : usual,
          afterMs,
        }
    }
  }
}

/** External checkers and baselines, each under the key of its check. */
function checkWith(mocks: Trial['mocks'], made: ReadonlyMap<string, number>): RespondCheck {
  const fails = failing()
  const answerOf = answering(mocks, made)
  return (effect, context) => {
    const key = checkKey(effect.verifier, effect.check)
    const { mock, delayMs: afterMs } = answerOf(key)
    const usual = { ...plainWorld.check(effect, context), afterMs }
    switch (mock.answers) {
      case 'sample':
        return usual
      case 'value':
        return { result: { ok: true, answer: mock.value }, afterMs }
      case 'nothing':
        return { ...usual, lost: true }
      case 'failure':
        return fails(key, mock.times) ? { result: { ok: false, error: failureOf(mock) }, afterMs } : usual
    }
  }
}

function probeWith(mocks: Trial['mocks']): RespondProbe {
  return (effect, context) => {
    const probe = mocks[effect.action]?.probe
    if (probe === undefined) return plainWorld.probe(effect, context)
    return { result: { ok: true, output: probe }, afterMs: plain.delayMs }
  }
}

/** What an external planner might answer: each action that it may use, one after another, with sample arguments. */
export function sampleProposal(request: Json): Json {
  const read = PlannerRequest.safeParse(request)
  const actions = read.success ? read.data.actions : []
  const rails = read.success ? read.data.rails : null
  const usable = actions.filter(
    ({ id }) => !(rails?.never.includes(id) ?? false) && (rails?.only?.includes(id) ?? true),
  )
  const ids = usable.map((_, place) => `step${place + 1}`)
  return {
    contract: plannerContract,
    planner: { name: 'simulated', version: '1' },
    steps: usable.map(({ id, args }, place) => ({
      id: ids[place] ?? '',
      action: id,
      args: args === null ? {} : sampleArgs(sampleFromSchema(args)),
      after: ids.slice(Math.max(0, place - 1), place),
    })),
    rationale: ['Simulated: every action that may be used, one after another.'],
  }
}

function sampleArgs(sample: Json): Json {
  return typeof sample === 'object' && sample !== null && !Array.isArray(sample) ? sample : {}
}

const childFailed: EffectError = {
  class: 'child',
  message: 'Simulated: the child run failed.',
  retryable: false,
  mayHaveHappened: true,
}

function failureOf(
  { status, error }: Extract<MockedAnswer, { answers: 'failure' }>,
  usual?: EffectError,
): EffectError {
  if (error) return { ...error, ...(status > 0 ? { status } : {}) }
  return (
    usual ?? {
      class: 'http',
      message: `Simulated: the target answered ${status}`,
      status,
      ...statusFault(status),
    }
  )
}
