import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProgramAction } from '../../../shared/compile/program.ts'
import type { EffectError } from '../../../shared/engine/effectError.ts'
import type { EventType } from '../../../shared/engine/event.ts'
import {
  type AfterOnce,
  afterOnce,
  judgeOnce,
  type OnceAction,
  prepareOnce,
} from '../../../shared/engine/sendingOnce.ts'
import { ErrorClass } from '../../../shared/errorClass.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { JsonSchema } from '../../../shared/graph/text.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { atLeast } from '../../support/fastCheck.ts'
import { accept, after, eventsOf, owed, perform, settle, startAt, success } from '../../support/given.ts'
import { anAction, aProgram, aStep, plainTrigger, stepsInAnyOrder } from '../../support/programs.ts'

const health = { type: 'object', 'x-data-class': 'health' }

const once = (action: ProgramAction, policies: readonly Policy[] = []): OnceAction => ({
  node: 'act',
  action,
  input: health,
  planners: ['plan'],
  policies,
})

/** The same action as the one step of a loop, with these arguments. */
const loopOf = (action: ProgramAction, args: JsonObject = {}, policies: Policy[] = []) =>
  aProgram({
    trigger: { node: 'start', to: 'plan', ...plainTrigger, input: health },
    actions: { act: action },
    policies,
    strategy: stepsInAnyOrder(aStep('first', { args })),
  })

const now = { at: startAt, by: 'ann' }

const anyError: fc.Arbitrary<EffectError> = fc
  .record(
    {
      class: fc.constantFrom(...ErrorClass.options.filter((each) => each !== 'child')),
      message: fc.constant('No'),
      retryable: fc.boolean(),
      mayHaveHappened: fc.boolean(),
      status: fc.constantFrom(404, 500, 503),
    },
    { requiredKeys: ['class', 'message', 'retryable', 'mayHaveHappened'] },
  )
  .map((error) => error as EffectError)

const probe: ProgramAction['probe'] = {
  call: { uses: 'http', host: 'sandbox', method: 'GET', path: '/' },
  happened: 'true',
}

const anyAction = fc
  .record({
    idempotency: fc.constantFrom('native' as const, 'keyed' as const, 'none' as const),
    probe: fc.constantFrom(null, probe),
    maxAttempts: fc.constantFrom(1, 3),
    neverOn: fc.subarray(['http' as const, 'timeout' as const]),
    neverOnStatus: fc.subarray([503]),
  })
  .map(({ maxAttempts, neverOn, neverOnStatus, ...more }) => {
    const waits = { initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'none' as const }
    return anAction({ ...more, retry: { ...waits, maxAttempts, neverOn, neverOnStatus } })
  })

const meaning = {
  'step.retried': 'tries-again',
  'step.probed': 'asks-probe',
  'step.uncertain': 'is-uncertain',
  'step.failed': 'fails',
  'step.succeeded': 'succeeds',
} as const satisfies Partial<Record<EventType, AfterOnce>>

const names = Object.keys(meaning) as (keyof typeof meaning)[]

const policy = (more: Partial<Policy>): Policy => ({
  id: 'p',
  title: 'P',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: 'Not this.',
  ...more,
})

describe('a call that is sent once', () => {
  it('is said to become what the engine makes of such a first attempt', () => {
    fc.assert(
      fc.property(anyAction, anyError, (action, error) => {
        const before = after(loopOf(action), accept())
        const settled = perform(before, settle('first', { ok: false, error }))
        const [event] = settled.events.slice(before.events.length)
        const name = names.find((each) => each === event?.type)
        expect(afterOnce(action, error, null)).toBe(name && meaning[name])
      }),
      atLeast(150),
    )
  })

  it('leaves exactly where a run with these values would send it, with the same arguments', () => {
    const anyPolicy = fc
      .record({
        at: fc.constantFrom('input' as const, 'plan' as const, 'step' as const, 'output' as const),
        when: fc.constantFrom(
          'true',
          'false',
          'input.n > 1',
          'plan.steps.exists(s, s.args.n > 1)',
          'args.n > 1 && action.risk == "low"',
          '"health" in classes',

          'args.n > 1 || run.iteration > 5',
          'run.costUsd > 1.0',
        ),
        effect: fc.constantFrom('deny' as const, 'require-approval' as const, 'flag' as const),
        mode: fc.constantFrom('enforce' as const, 'dry-run' as const),
        on: fc.option(fc.subarray(['act', 'plan', 'other']), { nil: undefined }),
      })
      .map(({ on, ...more }) => policy({ ...more, ...(on === undefined ? {} : { on }) }))
    const anyHidden = fc.constantFrom(null, policy({ id: 'q', effect: 'redact', redact: ['/who'] }))
    const anyContract = fc.record({
      args: fc.constantFrom<JsonSchema | null>(
        null,
        { type: 'object', required: ['n'] },
        { properties: { who: { maxLength: 3 } } },
      ),
      needs: fc.constantFrom(null, 'args.n < 3', 'input.n > 0'),
    })
    const anyValues = fc.record({
      input: fc.record({ n: fc.integer({ min: 0, max: 3 }) }),
      args: fc.record(
        { n: fc.integer({ min: 0, max: 3 }), who: fc.constant('ann') },
        { requiredKeys: ['who'] },
      ),
    })
    fc.assert(
      fc.property(anyPolicy, anyHidden, anyContract, anyValues, (asked, hidden, contract, values) => {
        const action = anAction(contract)
        const policies = hidden === null ? [asked] : [asked, hidden]
        // A policy at input that names nodes is never looked at in a run.
        fc.pre(asked.at !== 'input' || asked.on === undefined)
        const ready = prepareOnce(once(action, policies), values, now)
        const sent = owed(after(loopOf(action, values.args, policies), accept(values.input))).flatMap(
          (effect) => (effect.kind === 'action' ? [effect.args] : []),
        )
        expect(ready.ok ? [ready.scope['args']] : []).toEqual(sent)
      }),
      atLeast(300),
    )
  })

  it('brings what a run would take or refuse, and shows no more of it than its log', () => {
    const anyOutput = fc.record({ n: fc.integer({ min: 0, max: 3 }), who: fc.constantFrom('ann', 'bob') })
    const anyContract = fc.record({
      output: fc.constantFrom<JsonSchema | null>(null, { properties: { n: { maximum: 2 } } }),
      ensures: fc.constantFrom(null, 'output.n > 0', 'output.missing'),
    })
    const anyPolicies = fc.subarray([
      policy({ at: 'output', when: 'output.n == 1' }),
      policy({ id: 'q', at: 'output', effect: 'require-approval', when: 'output.n == 2' }),
      policy({ id: 'r', at: 'output', effect: 'redact', redact: ['/who'], when: 'output.who == "bob"' }),
    ])
    fc.assert(
      fc.property(anyContract, anyPolicies, anyOutput, (contract, policies, output) => {
        const action = anAction(contract)
        const ready = prepareOnce(once(action, policies), {}, now)
        if (!ready.ok) throw new Error('It leaves')
        const judged = judgeOnce(once(action, policies), ready.scope, output, startAt)
        const done = perform(after(loopOf(action, {}, policies), accept()), settle('first', success(output)))
        const [failed] = eventsOf(done, 'step.failed')
        const [succeeded] = eventsOf(done, 'step.succeeded')
        expect(judged).toEqual({
          error: failed?.error ?? null,
          output: failed?.output ?? succeeded?.output,
        })
        expect(afterOnce(action, null, judged.error)).toBe(failed ? 'fails' : 'succeeds')
      }),
      atLeast(300),
    )
  })
})
