import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { ProgramBody } from '../../../shared/compile/program.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { readsRecent, withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import { accept, after, eventsOf, perform, run, settle, startAt, success } from '../../support/given.ts'
import { aFederation, anAnswer, external, withPlanner } from '../../support/plans.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const policy = (change: Partial<Policy>): Policy => ({
  id: 'p',
  title: 'P',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: 'Not so.',
  ...change,
})

const programWith = (policies: Policy[], over: Partial<ProgramBody> = {}, args: Json = {}) =>
  aProgram({
    policies,
    strategy: stepsInAnyOrder(aStep('first', { args: args as Record<string, Json> })),
    ...over,
  })

export const setOf = (...policies: Policy[]): PolicySet => ({
  version: 1,
  digest: digest(policies as unknown as Json),
  policies,
})

const secret = 'ada@example.com'

describe('a policy that redacts', () => {
  it('at input hides a value before anything is on record', () => {
    const program = programWith(
      [policy({ id: 'hide', at: 'input', effect: 'redact', redact: ['/email'] })],
      {},
      {
        to: '{{ input.email }}',
      },
    )
    const situation = after(program, accept({ email: secret, n: 1 }))
    expect(JSON.stringify(situation.events)).not.toContain(secret)
    expect(eventsOf(situation, 'run.accepted')).toMatchObject([{ input: { email: '[redacted]', n: 1 } }])
    expect(eventsOf(situation, 'policy.evaluated')).toMatchObject([
      { policy: 'hide', effect: 'redact', point: 'input', from: 'loop', version: 1 },
    ])
    expect(eventsOf(situation, 'step.started')).toMatchObject([{ args: { to: '[redacted]' } }])
  })

  it('hides what two planners propose under one name', () => {
    const hide = policy({ id: 'hide', effect: 'redact', redact: ['/to'] })
    const strategy = aFederation('merge', { a: external, b: external })
    const program = withPlanner({ strategy }, { policies: [hide] })
    const proposed = (member: string) =>
      ({
        type: 'settle-plan',
        at: startAt + 1,
        effect: `${run}/1/plan/1/${member}`,
        attempt: 1,
        result: { ok: true, proposal: anAnswer([{ id: 'first', action: 'act', args: { to: secret } }]) },
      }) as const
    const situation = after(program, accept(), proposed('a'), proposed('b'))
    expect(eventsOf(situation, 'plan.answered')).toHaveLength(2)
    expect(eventsOf(situation, 'step.started')).toMatchObject([{ args: { to: '[redacted]' } }])
    expect(JSON.stringify(situation.events)).not.toContain(secret)
  })

  it('does not blind the others: what denies over what came still denies', () => {
    const hide = policy({ id: 'hide', at: 'input', effect: 'redact', redact: ['/email'] })
    const deny = policy({ id: 'no', at: 'input', when: `input.email.endsWith('example.com')` })
    for (const policies of [
      [hide, deny],
      [deny, hide],
    ]) {
      const situation = after(programWith(policies), accept({ email: secret }))
      expect(eventsOf(situation, 'run.ended')).toMatchObject([{ outcome: 'bailed', reason: 'input-denied' }])
      expect(JSON.stringify(situation.events)).not.toContain(secret)
      expect(
        eventsOf(situation, 'policy.evaluated')
          .map(({ policy: id }) => id)
          .toSorted(),
      ).toEqual(['hide', 'no'])
    }
  })

  it('at a queued run holds until it is admitted', () => {
    const hide = policy({ id: 'hide', at: 'input', effect: 'redact', redact: ['/email'] })
    const deny = policy({ id: 'no', at: 'input', when: `input.email == '${secret}'` })
    const situation = after(programWith([hide, deny]), accept({ email: secret }, { queued: true }), {
      type: 'admit',
      at: startAt + 1,
    })
    expect(eventsOf(situation, 'run.ended')).toMatchObject([{ reason: 'input-denied' }])
    expect(eventsOf(situation, 'policy.evaluated')).toHaveLength(2)
  })

  it('at a step hides arguments in the plan, in an approval and in what is sent', () => {
    const hide = policy({ id: 'hide', effect: 'redact', redact: ['/to'], on: ['act'] })
    const ask = policy({ id: 'ask', effect: 'require-approval', when: `args.to == '${secret}'` })
    const situation = after(programWith([hide, ask], {}, { to: '{{ input.email }}' }), accept({ email: 'x' }))
    expect(eventsOf(situation, 'step.started')).toMatchObject([{ args: { to: '[redacted]' } }])
    const fixed = after(programWith([hide, ask], {}, { to: secret, n: 2 }), accept({}))
    expect(JSON.stringify(fixed.events)).not.toContain(secret)
    expect(eventsOf(fixed, 'plan.proposed')).toMatchObject([
      { plan: { steps: [{ args: { to: '[redacted]', n: 2 } }] } },
    ])
    expect(eventsOf(fixed, 'approval.requested')).toMatchObject([{ show: { args: { to: '[redacted]' } } }])
  })

  it('at a step hides what another step brought, when its turn comes', () => {
    const hide = policy({
      id: 'hide',
      effect: 'redact',
      redact: ['/to'],
      when: `has(args.to) && args.to == '${secret}'`,
      on: ['act'],
    })
    const program = aProgram({
      policies: [hide],
      strategy: stepsInAnyOrder(
        aStep('first'),
        aStep('second', { args: { to: '{{ steps.first.output.email }}' } }),
      ),
    })
    const situation = after(program, accept({}), settle('first', success({ email: secret })))
    expect(eventsOf(situation, 'step.started').at(-1)).toMatchObject({ args: { to: '[redacted]' } })
    expect(eventsOf(situation, 'policy.evaluated')).toMatchObject([
      { subject: 'second', values: { 'args.to': '[redacted]' } },
    ])
  })

  it('at a step hides what a person writes into it, and denies by what that was', () => {
    const hide = policy({ id: 'hide', effect: 'redact', redact: ['/to'], on: ['act'] })
    const ask = policy({ id: 'ask', at: 'plan', effect: 'require-approval' })
    const deny = policy({ id: 'no', when: `args.to == '${secret}'` })
    const asked = after(programWith([hide, ask, deny], {}, { to: 'nobody' }), accept({}))
    const [request] = eventsOf(asked, 'approval.requested')
    const edit = {
      type: 'decide-approval',
      at: asked.at + 1,
      approval: request?.approval ?? '',
      digest: request?.subject.digest ?? '',
      decision: 'edit',
      changes: [{ step: 'first', args: { to: secret } }],
      by: 'Ada',
      note: null,
    } as const
    const edited = perform(asked, edit)
    expect(eventsOf(edited, 'plan.proposed').at(-1)).toMatchObject({
      plan: { steps: [{ args: { to: '[redacted]' } }] },
    })
    const again = eventsOf(edited, 'approval.requested').at(-1)
    const granted = perform(edited, {
      type: 'decide-approval',
      at: edited.at + 1,
      approval: again?.approval ?? '',
      digest: again?.subject.digest ?? '',
      decision: 'grant',
      by: 'Bob',
      note: null,
    })
    expect(eventsOf(granted, 'step.failed')).toMatchObject([{ error: { class: 'policy' } }])
    expect(JSON.stringify(granted.events)).not.toContain(secret)
  })

  it('fails the step when the action does not take the text', () => {
    const act = anAction({ args: { type: 'object', properties: { n: { type: 'number' } } } })
    const hide = policy({ effect: 'redact', redact: ['/n'], when: 'steps.first.status == "waiting"' })
    const situation = after(programWith([hide], { actions: { act } }, { n: 4 }), accept({}))
    expect(eventsOf(situation, 'step.failed')).toMatchObject([
      { error: { class: 'schema', mayHaveHappened: false } },
    ])
    expect(eventsOf(situation, 'step.started')).toEqual([])
  })

  it('at output hides what came back, whether or not it is accepted', () => {
    const hide = policy({ id: 'hide', at: 'output', effect: 'redact', redact: ['/items/*/email'] })
    const output = { items: [{ email: secret, id: 1 }] }
    const settling = (policies: Policy[], over: Partial<ProgramBody> = {}) =>
      after(programWith(policies, over), accept({}), settle('first', success(output)))
    const settled = settling([hide])
    expect(eventsOf(settled, 'step.succeeded')).toMatchObject([
      { output: { items: [{ email: '[redacted]', id: 1 }] } },
    ])
    const deny = policy({ id: 'no', at: 'output', when: `output.items[0].email == '${secret}'` })
    const denied = settling([hide, deny])
    expect(eventsOf(denied, 'step.failed')).toMatchObject([{ error: { class: 'policy' } }])
    const misfit = settling([hide], { actions: { act: anAction({ output: { required: ['gone'] } }) } })
    expect(eventsOf(misfit, 'step.failed')).toMatchObject([{ error: { class: 'schema' } }])
    for (const { events } of [settled, denied, misfit]) expect(JSON.stringify(events)).not.toContain(secret)
  })

  it('hides and denies when it can’t be evaluated', () => {
    const hide = policy({ at: 'input', effect: 'redact', redact: ['/email'], when: 'input.gone.deep' })
    const situation = after(programWith([hide]), accept({ email: secret }))
    expect(eventsOf(situation, 'run.ended')).toMatchObject([{ reason: 'input-denied' }])
    expect(JSON.stringify(situation.events)).not.toContain(secret)
  })
})

describe('policies read', () => {
  it('the time of the decision, in any zone', () => {
    const closed = policy({ at: 'input', when: `timestamp(now).getHours('Europe/Berlin') >= 20` })
    const at = (time: string) => after(programWith([closed]), accept({}, { at: Date.parse(time) }))
    expect(eventsOf(at('2026-07-01T17:59:00Z'), 'run.ended')).toEqual([])
    expect(eventsOf(at('2026-07-01T18:00:00Z'), 'run.ended')).toMatchObject([{ reason: 'input-denied' }])
  })

  it('what the loop’s shard did lately, as it was at the acceptance', () => {
    const busy = policy({ at: 'input', when: 'recent.lastMinute >= 10 || recent.costLastDayUsd > 5.0' })
    const recent = { lastMinute: 9, lastHour: 9, lastDay: 9, failuresLastDay: 0, costLastDayUsd: 1 }
    const program = programWith([busy])
    expect(readsRecent(program)).toBe(true)
    expect(eventsOf(after(program, accept({}, { recent })), 'run.accepted')).toMatchObject([{ recent }])
    expect(eventsOf(after(program, accept({}, { recent })), 'run.ended')).toEqual([])
    const more = after(program, accept({}, { recent: { ...recent, lastMinute: 10 } }))
    expect(eventsOf(more, 'run.ended')).toMatchObject([{ reason: 'input-denied' }])
    expect(eventsOf(after(program, accept({})), 'policy.evaluated')).toMatchObject([
      { effect: 'deny', error: expect.any(String) },
    ])
    expect(eventsOf(after(programWith([]), accept({}, { recent })), 'run.accepted')[0]).not.toHaveProperty(
      'recent',
    )
  })

  it('the data classes of what is at hand, the action’s risk and the verdict’s', () => {
    const act = anAction({ args: { properties: { to: { 'x-data-class': 'personal' } } }, risk: 'high' })
    const personal = policy({ when: `'personal' in classes && action.risk == 'high'` })
    expect(
      eventsOf(after(programWith([personal], { actions: { act } }), accept({})), 'step.failed'),
    ).toMatchObject([{ error: { class: 'policy' } }])
    const harmless = policy({ when: `'personal' in classes` })
    expect(
      eventsOf(after(programWith([harmless], { actions: { act: anAction() } }), accept({})), 'step.failed'),
    ).toEqual([])
  })
})

describe('a policy on trial', () => {
  it('is on record with what it read, and changes nothing', () => {
    const trial = policy({ mode: 'dry-run', when: 'args.n > 3', version: 4 })
    const situation = after(programWith([trial], {}, { n: 5 }), accept({}))
    expect(eventsOf(situation, 'policy.evaluated')).toMatchObject([
      { effect: 'deny', dryRun: true, version: 4, values: { 'args.n': 5 } },
    ])
    expect(eventsOf(situation, 'step.started')).toHaveLength(1)
  })
})

describe('policies of the workspace', () => {
  const deny = policy({ id: 'no', when: `action.id == 'act'` })

  it('come first, under a name that no loop can use, and bind the run', () => {
    const own = policy({ id: 'no', effect: 'flag' })
    const set = setOf(deny)
    const program = withPolicySet(programWith([own]), set)
    expect(program.version).toBe(programWith([own]).version)
    const situation = after(program, accept({}))
    expect(eventsOf(situation, 'run.accepted')).toMatchObject([{ policySet: set.digest }])
    expect(eventsOf(situation, 'policy.evaluated')).toMatchObject([
      { policy: 'workspace:no', from: 'workspace', effect: 'deny', digest: digest(deny as unknown as Json) },
      { policy: 'no', from: 'loop', effect: 'flag' },
    ])
    expect(eventsOf(situation, 'step.failed')).toMatchObject([{ error: { class: 'policy' } }])
  })

  it('leave a program as it is when there are none', () => {
    const program = programWith([])
    expect(withPolicySet(program, null)).toBe(program)
    expect(withPolicySet(program, setOf())).toBe(program)
    expect(withPolicySet(program, setOf(deny))).toBe(withPolicySet(program, setOf(deny)))
  })

  it('are checked while they are written', () => {
    const faults = policySetFaults([
      deny,
      deny,
      policy({ id: 'a', when: 'nobody.knows' }),
      policy({ id: 'b', when: '1 + 1' }),
      policy({ id: 'c', at: 'plan', effect: 'redact', redact: ['/a'] }),
      policy({ id: 'd', when: `recent.lastHour > 3 && now < '2027' && args.to == 'x'` }),
    ])
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/1/id', '/2/when', '/3/when', '/4/at'])
  })
})
