import { describe, expect, it } from 'vitest'
import { jitter, nextAttemptAt } from '../../../shared/engine/retry.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  given,
  owed,
  perform,
  settle,
  startAt,
  success,
} from '../../support/given.ts'
import { anAction, aProgram } from '../../support/programs.ts'

const retry = { maxAttempts: 3, initialSeconds: 2, factor: 3, maxSeconds: 10, jitter: 'none' as const }
const refused = failure({ class: 'network', retryable: true, mayHaveHappened: false })
const unknown = failure({ class: 'timeout', retryable: true, mayHaveHappened: true })
const at = startAt + 1000

describe('a failed attempt', () => {
  const program = aProgram({ actions: { act: anAction({ retry }) } })

  it('is followed by another, later each time, under the same key', () => {
    const second = given(after(program, accept()))
      .when(settle('first', unknown))
      .emits({ type: 'step.retried', data: { attempt: 2, notBefore: at + 2000 } })
    const [sent] = owed(second).filter((effect) => effect.kind === 'action')
    expect(sent).toMatchObject({ attempt: 2, notBefore: at + 2000, timeoutMs: 10_000 })
    expect(sent?.id).toBe(owed(after(program, accept())).find((effect) => effect.kind === 'action')?.id)
    given(second)
      .when(settle('first', unknown, { attempt: 2 }))
      .emits({ type: 'step.retried', data: { attempt: 3, notBefore: at + 6000 } })
  })

  it('is the last when the attempts are used up, and then may have happened if any of them may have', () => {
    const third = after(program, accept(), settle('first', unknown), settle('first', refused, { attempt: 2 }))
    given(third)
      .when(settle('first', refused, { attempt: 3 }))
      .emits(
        {
          type: 'step.failed',
          data: {
            attempts: 3,
            error: { class: 'network', message: 'No', status: 500, retryable: true, mayHaveHappened: true },
          },
        },
        'check.completed',
        'verdict.reached',
        'run.ended',
      )
  })

  it('waits at least as long as the target asks', () => {
    given(after(program, accept()))
      .when(settle('first', failure({ retryable: true, retryAfterMs: 30_000 })))
      .emits({ type: 'step.retried', data: { notBefore: at + 30_000 } })
  })

  it.for(['schema', 'expression', 'precondition', 'policy', 'configuration', 'limit'] as const)(
    'is the last when its class is %s',
    (kind) => {
      const last = perform(
        after(program, accept()),
        settle('first', failure({ class: kind, retryable: true })),
      )
      expect(eventsOf(last, 'step.failed')).toHaveLength(1)
      expect(eventsOf(last, 'step.retried')).toEqual([])
    },
  )

  it('goes on to the next attempt’s success', () => {
    const done = after(
      program,
      accept(),
      settle('first', unknown),
      settle('first', success(), { attempt: 2 }),
    )
    expect(done.state).toMatchObject({ status: 'ended', outcome: 'succeeded' })
  })
})

describe('an action that can’t be repeated safely', () => {
  const program = aProgram({ actions: { act: anAction({ retry, idempotency: 'none' }) } })

  it('is tried again when it certainly did not happen', () =>
    void given(after(program, accept())).when(settle('first', refused)).emits('step.retried'))

  it('is uncertain when it may have happened, and never tried again', () => {
    const uncertain = perform(after(program, accept()), settle('first', unknown))
    expect(eventsOf(uncertain, 'step.uncertain')).toHaveLength(1)
    expect(owed(uncertain)).toEqual([])
  })

  it('is uncertain when the host lost its memory while it was in flight', () => {
    given(after(program, accept()))
      .when({ type: 'recover', at })
      .emits(
        'step.uncertain',
        'check.completed',
        { type: 'verdict.reached', data: { verdict: 'escalate' } },
        'run.ended',
      )
  })

  it('is tried again after a loss of memory when the attempt had not left yet', () => {
    const waiting = after(program, accept(), settle('first', refused))
    given(waiting)
      .when({ type: 'recover', at: at + 100 })
      .emits()
    given(waiting)
      .when({ type: 'recover', at: at + 5000 })
      .emits('step.uncertain', 'check.completed', 'verdict.reached', 'run.ended')
  })
})

describe('jitter', () => {
  it('is uniform over seeds, effects and attempts', () => {
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let seed = 0; seed < 500; seed += 1)
      for (const step of ['one', 'two'])
        for (const attempt of [1, 2, 3]) {
          const place = Math.floor(jitter(seed, `probe.0.x/1/${step}`, attempt) * 10)
          buckets[place] = (buckets[place] ?? 0) + 1
        }
    for (const count of buckets) expect(Math.abs(count - 300)).toBeLessThan(75)
  })

  it('is another for each seed, effect and attempt', () => {
    const of = (seed: number, step: string, attempt: number) => jitter(seed, `probe.0.x/1/${step}`, attempt)
    const all = [1, 2, 3].flatMap((seed) =>
      ['one', 'two'].flatMap((step) => [1, 2, 3].map((attempt) => of(seed, step, attempt))),
    )
    expect(new Set(all).size).toBe(18)
  })

  it('lies between nothing and the computed wait, the same for the same attempt', () => {
    const action = anAction({ retry: { ...retry, jitter: 'full' } })
    const error = { class: 'network' as const, message: '', retryable: true, mayHaveHappened: false }
    for (let attempt = 1; attempt < 6; attempt += 1) {
      const failed = { seed: 3, effect: 'a', attempt, error, at: 0 }
      const wait = nextAttemptAt(action, failed)
      expect(wait).toBe(nextAttemptAt(action, failed))
      expect(wait).toBeGreaterThanOrEqual(0)
      expect(wait).toBeLessThanOrEqual(Math.min(10_000, 2000 * 3 ** (attempt - 1)))
    }
  })
})
