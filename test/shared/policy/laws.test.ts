import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { type Gate, type GateQuestion, gate } from '../../../shared/engine/gate.ts'
import { actionScope, scopeOf, withRoots } from '../../../shared/engine/scope.ts'
import { Policy, PolicyEffect, PolicyPoint } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { condition } from '../../support/arbitraries/steps.ts'
import { accept, after } from '../../support/given.ts'
import { arbitraryScript, runHostile } from '../../support/hostileHost.ts'
import { aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const secret = 'ada@example.com'
const args = { n: 5, email: secret, to: [{ email: secret }] }

const when = fc.oneof(
  condition,
  fc.constantFrom(
    `args.email == '${secret}'`,
    `args.to.exists(each, each.email == '${secret}')`,
    `output.email != 'x'`,
    `action.risk == 'low'`,
    `now > '2020'`,
    'recent.lastMinute > 3',
    `'personal' in classes`,
  ),
)

const policy: fc.Arbitrary<Policy> = fc
  .record({
    at: fc.constantFrom(...PolicyPoint.options),
    when,
    effect: fc.constantFrom(...PolicyEffect.options),
    mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'dry-run' as const),
    on: fc.option(fc.subarray(['act', 'plan', 'label', 'reply', 'verify']), { nil: undefined, freq: 3 }),
    redact: fc.subarray(['/email', '/to/*/email', '/n'], { minLength: 1 }),
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  })
  .map(({ on, ...made }) => ({ title: 'Policy', message: 'So.', ...(on ? { on } : {}), ...made }))

const list = (maxLength: number) =>
  fc
    .uniqueArray(policy, { maxLength, selector: ({ id }) => id })
    .map((made) => made.map((each) => Policy.parse(each)))

const setOf = (policies: Policy[]): PolicySet => ({
  version: 1,
  digest: digest(policies as unknown as Json),
  policies,
})

/** A run whose step is under way, and what it asks at a point. */
const base = aProgram({ strategy: stepsInAnyOrder(aStep('first', { args })) })
const { state } = after(base, accept({ n: 5, email: secret }))

function ask(program: Program, point: PolicyPoint): Gate {
  if (state.status !== 'active') throw new Error('The run goes on')
  const roots = { args, output: args, action: actionScope(program, 'act') }
  const approval: GateQuestion['approval'] = (value) => ({
    of: value,
    subject: (id, of) => ({ of: 'step', policy: id, step: 'first', digest: of }),
    title: 'Step',
    show: value,
  })
  return gate(program, state, 1_700_000_000_000, {
    point,
    about: point === 'plan' ? 'plan' : point === 'verdict' ? 'verify' : 'act',
    subject: point === 'input' ? null : 'first',
    scope: withRoots(scopeOf(program, state), roots),
    approval: point === 'output' ? null : approval,
  })
}

const point = fc.constantFrom(...PolicyPoint.options)
const holding = (policies: Policy[]): Program => ({ ...base, policies })
const strength = { allow: 0, wait: 1, ask: 1, deny: 2 } as const
const kind = ({ decision }: Gate) => (decision.is === 'deny' ? `deny ${decision.reason}` : decision.is)

describe('at every point', () => {
  it('the order of policies changes nothing but the order of the records', () => {
    fc.assert(
      fc.property(list(5), fc.integer(), point, (policies, seed, at) => {
        const turned =
          seed % 2 === 0 ? policies.toReversed() : [...policies.slice(1), ...policies.slice(0, 1)]
        const [one, other] = [ask(holding(policies), at), ask(holding(turned), at)]
        expect(kind(other)).toEqual(kind(one))
        expect(other.value).toEqual(one.value)
        const sorted = (notes: Gate['notes']) => notes.map((note) => JSON.stringify(note)).toSorted()
        expect(sorted(other.notes)).toEqual(sorted(one.notes))
      }),
    )
  })

  it('another policy never makes a decision weaker, nor shows what was hidden', () => {
    fc.assert(
      fc.property(list(5), point, (policies, at) => {
        const [fewer, more] = [ask(holding(policies.slice(1)), at), ask(holding(policies), at)]
        expect(strength[more.decision.is]).toBeGreaterThanOrEqual(strength[fewer.decision.is])
        const count = ({ value }: Gate) => JSON.stringify(value).split(secret).length
        expect(count(more)).toBeLessThanOrEqual(count(fewer))
      }),
    )
  })

  it('a denial wins', () => {
    const deny = Policy.parse({
      id: 'z',
      title: 'Z',
      at: 'step',
      when: 'true',
      effect: 'deny',
      message: 'No.',
    })
    fc.assert(
      fc.property(list(5), fc.nat({ max: 5 }), (policies, place) => {
        const program = holding([...policies.slice(0, place), deny, ...policies.slice(place)])
        expect(ask(program, 'step').decision.is).toBe('deny')
      }),
    )
  })

  it('one of the workspace holds whatever a loop says', () => {
    fc.assert(
      fc.property(list(4), list(4), point, (ofWorkspace, ofLoop, at) => {
        const set = setOf(ofWorkspace)
        const [alone, both] = [
          ask(withPolicySet(holding([]), set), at),
          ask(withPolicySet(holding(ofLoop), set), at),
        ]
        expect(strength[both.decision.is]).toBeGreaterThanOrEqual(strength[alone.decision.is])
        expect(both.notes.slice(0, alone.notes.length)).toMatchObject(
          alone.notes.map(({ type, data }) => ({ type, data: { ...data, values: expect.anything() } })),
        )
      }),
    )
  })
})

/** What happened, without what only says that something was looked at. */
const without = (log: readonly RunEvent[], isLeftOut: (event: RunEvent) => boolean) =>
  log.filter((event) => !isLeftOut(event)).map(({ type, data, at }) => ({ type, data, at }))

describe('over whole runs on a hostile host', () => {
  it('a policy on trial changes nothing but the records', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(),
        list(3),
        arbitraryScript,
        fc.integer(),
        (program, more, script, seed) => {
          const onTrial = more.map((each) => ({ ...each, id: `trial-${each.id}`, mode: 'dry-run' as const }))
          const plain = runHostile(program, script, seed)
          const tried = runHostile({ ...program, policies: [...onTrial, ...program.policies] }, script, seed)
          const isTrial = (event: RunEvent) =>
            event.type === 'policy.evaluated' && event.data.policy.startsWith('trial-')
          expect(without(tried.log, isTrial)).toEqual(without(plain.log, () => false))
        },
      ),
    )
  })

  it('what is denied never leaves, and what is hidden is nowhere', () => {
    const hide = Policy.parse({
      id: 'hide',
      title: 'Hide',
      at: 'input',
      when: 'true',
      effect: 'redact',
      redact: ['/secret'],
      message: '',
    })
    const deny = Policy.parse({
      id: 'no',
      title: 'No',
      at: 'step',
      when: `action.id == 'label'`,
      effect: 'deny',
      message: '',
    })
    fc.assert(
      fc.property(
        arbitraryProgram(),
        list(3),
        arbitraryScript,
        fc.integer(),
        (program, more, script, seed) => {
          const held = withPolicySet({ ...program, policies: more }, setOf([hide, deny]))
          const history = runHostile(held, script, seed, { n: 5, secret })
          expect(history.sent.filter(({ action }) => action === 'label')).toEqual([])
          expect(
            history.log.filter(
              ({ type, data }) => type === 'step.started' && 'action' in data && data.action === 'label',
            ),
          ).toEqual([])
          expect(JSON.stringify([history.log, history.sent])).not.toContain(secret)
        },
      ),
    )
  })
})
