import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Program } from '../../../shared/compile/program.ts'
import { pending } from '../../../shared/engine/pending.ts'
import { defaultLimits, type ResolvedLimits } from '../../../shared/graph/limits.ts'
import type { Json } from '../../../shared/json.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owed,
  perform,
  type Situation,
  settle,
  startAt,
} from '../../support/given.ts'
import { aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'
import '../../support/fastCheck.ts'

/** A loop that plans again as long as a check fails; how much of it fails is what the step brings. */
function looping(limits: Partial<ResolvedLimits>): Program {
  const checks = [
    { type: 'rule', id: 'ready', expr: 'steps.first.output.ready', onFail: 'replan', weight: 1 },
    { type: 'rule', id: 'half', expr: 'steps.first.output.half', onFail: 'flag', weight: 1 },
  ]
  return aProgram({
    strategy: stepsInAnyOrder(aStep('first', { args: { n: '{{ run.iteration }}' } })),
    verifiers: { verify: aVerifier({ checks: checks as never }) },
    limits: { ...defaultLimits, iterations: 50, ...limits },
  })
}

const result = (over: { ready?: boolean; half?: boolean; more?: Json } = {}) => ({
  ok: true as const,
  output: { ready: false, half: false, ...over },
})

/** Settles the step of the iteration under way. */
function bring(
  situation: Situation,
  over: Parameters<typeof result>[0] = {},
  at = situation.at + 1,
): Situation {
  const iteration = situation.state.status === 'active' ? (situation.state.iteration?.number ?? 0) : 0
  return perform(situation, settle('first', result(over), { iteration, at }))
}

function timer(situation: Situation): number | undefined {
  const found = owed(situation).find((effect) => effect.kind === 'timer' && effect.id.endsWith('/backoff'))
  return found?.kind === 'timer' ? found.at : undefined
}

describe('the wait between iterations', () => {
  const paced = looping({ backoffSeconds: 10, backoffMaxSeconds: 30 })

  it('is none before there is something to compare to, and none without a backoff', () => {
    expect(eventsOf(bring(after(paced, accept())), 'iteration.delayed')).toEqual([])
    expect(eventsOf(bring(bring(after(looping({}), accept()))), 'iteration.delayed')).toEqual([])
  })

  it('comes when an iteration brought nothing better, and ends by itself', () => {
    const delayed = bring(bring(after(paced, accept())))
    const [{ until, iteration } = { until: 0, iteration: 0 }] = eventsOf(delayed, 'iteration.delayed')
    expect(iteration).toBe(3)
    expect(timer(delayed)).toBe(until)
    given(delayed)
      .when({ type: 'tick', at: until - 1 })
      .emits()
    given(delayed)
      .when({ type: 'tick', at: until })
      .emits('iteration.started', 'plan.requested', 'plan.proposed', 'plan.adopted', 'step.started')
  })

  it('doubles up to its longest, with full jitter, and starts anew with progress', () => {
    const longest = [0, 10, 20, 30, 30]
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        let situation = bring(after(paced, accept({}, { seed })))
        for (const seconds of longest.slice(1)) {
          situation = bring(situation)
          const wait = (timer(situation) ?? 0) - situation.at
          expect(wait).toBeGreaterThan(0)
          expect(wait).toBeLessThanOrEqual(seconds * 1000)
          situation = perform(situation, { type: 'tick', at: timer(situation) ?? 0 })
        }
        situation = bring(situation, { half: true })
        expect(timer(situation)).toBeUndefined()
        expect(
          (timer(bring(situation, { half: true })) ?? Number.POSITIVE_INFINITY) - situation.at,
        ).toBeLessThanOrEqual(10_001)
      }),
    )
  })

  it('is spread over all that it may be, each time', () => {
    const seeds = Array.from({ length: 150 }, (_, seed) => seed)
    let situations = seeds.map((seed) => bring(after(paced, accept({}, { seed }))))
    for (const longest of [10_000, 20_000, 30_000, 30_000]) {
      situations = situations.map((situation) => bring(situation))
      const shares = situations.map((situation) => ((timer(situation) ?? 0) - situation.at) / longest)
      const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
      expect(Math.abs(mean - 0.5)).toBeLessThan(0.1)
      situations = situations.map((each) => perform(each, { type: 'tick', at: timer(each) ?? 0 }))
    }
  })

  it('is over at the end of the run’s time, in a pause it is held, and a cancelled run does not wait', () => {
    const delayed = bring(
      bring(after(looping({ backoffSeconds: 10, durationSeconds: 2 }), accept({}, { seed: 3 }))),
    )
    expect((timer(delayed) ?? 0) - startAt).toBeGreaterThan(2000)
    expect(perform(delayed, { type: 'tick', at: startAt + 2000 }).state).toMatchObject({
      status: 'ended',
      reason: 'duration',
    })
    const paused = perform(bring(bring(after(paced, accept()))), {
      type: 'pause',
      at: startAt + 5,
      by: 'me',
      reason: '',
    })
    expect(timer(paused)).toBeUndefined()
    given(paused)
      .when({ type: 'tick', at: startAt + 60_000 })
      .emits()
    given(paused)
      .when({ type: 'resume', at: startAt + 60_000, by: 'me', reason: '' })
      .emits(
        'run.resumed',
        'iteration.started',
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'step.started',
      )
    const cancel = { type: 'cancel', at: startAt + 6, by: 'me', reason: '', compensate: false } as const
    expect(perform(paused, cancel).state).toMatchObject({ status: 'ended', reason: 'killed' })
  })

  it('is owed again after a crash', () => {
    const delayed = bring(bring(after(paced, accept())))
    expect(pending(paced, JSON.parse(JSON.stringify(delayed.state)) as Situation['state'])).toEqual(
      owed(delayed),
    )
  })
})

describe('the same calls with the same results', () => {
  const same = looping({ repeats: 3 })
  const fixed: Program = {
    ...same,
    planners: { plan: { ...same.planners.plan, strategy: stepsInAnyOrder(aStep('first')) } },
  } as Program

  it('stop the run after as many iterations as the limit says', () => {
    const twice = bring(bring(after(fixed, accept())))
    expect(twice.state).toMatchObject({ status: 'active' })
    given(twice)
      .when(settle('first', result(), { iteration: 3, at: twice.at + 1 }))
      .emits(
        'step.succeeded',
        'check.completed',
        'check.completed',
        'verdict.reached',
        { type: 'plan.rejected', data: { reasons: [{ code: 'repeated' }] as never } },
        'run.ended',
      )
  })

  it('do not when an argument or a result differs, or was different in between', () => {
    let other = after(same, accept())
    for (let n = 0; n < 6; n += 1) other = bring(other)
    expect(other.state).toMatchObject({ status: 'active' })
    let changing = after(fixed, accept())
    for (let n = 0; n < 9; n += 1) changing = bring(changing, { more: n % 3 })
    expect(changing.state).toMatchObject({ status: 'active' })
    const back = bring(bring(bring(bring(after(fixed, accept()))), { more: 1 }))
    expect(back.state).toMatchObject({ status: 'active' })
    expect(bring(bring(back)).state).toMatchObject({ status: 'ended', reason: 'repeated' })
  })

  it('count with what failed, too', () => {
    const failing = { ...fixed, verifiers: { verify: aVerifier({ onStepFailed: 'replan' }) } }
    const fail = (iteration: number) =>
      settle(
        'first',
        {
          ok: false,
          error: {
            class: 'http',
            message: `No ${iteration}`,
            status: 500,
            retryable: false,
            mayHaveHappened: false,
          },
        },
        { iteration },
      )
    expect(after(failing, accept(), fail(1), fail(2), fail(3)).state).toMatchObject({
      status: 'ended',
      reason: 'repeated',
    })
  })
})
