import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { Personal } from '../../../shared/graph/nodes/personal.ts'
import type { Json } from '../../../shared/json.ts'
import { isObject } from '../../../shared/privacy/place.ts'
import { simulatedPersonal } from '../../../shared/privacy/simulatedPersonal.ts'
import { isToken } from '../../../shared/privacy/token.ts'
import type { CallEffect } from '../../../shared/sim/respond.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { answerOf } from '../../support/arbitraries/world.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const base = { startAt: 1_000_000, trace: 'a'.repeat(32) }
const email = 'ann.lee@example.org'
const found = 'bob.ray@example.org'
const name = 'Annelore Lee'
const personal: Personal = { detect: ['email', 'phone', 'card', 'names'] }
const input = { n: 3, text: email, customer: { name, phone: '+1 415 555 2671' }, list: [email, 'x'] }
const secretTexts = [email, email.toUpperCase(), found, name, 'Annelore', '415 555 2671']

const withPersonal = (program: Program): Program => ({
  ...program,
  trigger: { ...program.trigger, personal },
})

/** The world says back what it was sent, and more that is personal; what it was sent is kept. */
function play(program: Program, seed: number) {
  const sent: Json[] = []
  const { events, state } = simulate({
    ...base,
    program,
    input,
    seed,
    respond: (effect: CallEffect) => {
      sent.push({ id: effect.id, args: effect.args })
      const result = answerOf(seed, effect.id, effect.attempt)
      const echo = { args: effect.args, owner: { name, email: found } }
      if (result.ok && isObject(result.output))
        return { result: { ...result, output: { ...result.output, ...echo } }, afterMs: 5 }
      if (result.ok) return { result, afterMs: 5 }
      const message = `${result.error.message} for ${email}`
      return { result: { ok: false, error: { ...result.error, message } }, afterMs: 5 }
    },
    crashes: [7, 30],
  })
  return { events, state, sent }
}

/** Digests are made of what is logged, so they are all that may differ. */
const comparable = (events: readonly RunEvent[]) =>
  JSON.parse(JSON.stringify(events).replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256')) as Json

/** Whether everybody can check a plan's digest from the log. */
function isOfItsPlan(event: RunEvent): boolean {
  if (event.type !== 'plan.proposed') return true
  const { digest: said, ...body } = event.data.plan
  return said === digest(JSON.parse(JSON.stringify(body)) as Json)
}

describe('a run with personal values', () => {
  it('does what it would do without hiding anything, and its log holds none of them', () => {
    let hidden = 0
    fc.assert(
      fc.property(anyProgram, fc.integer({ min: 0, max: 9999 }), (program, seed) => {
        const open = play(program, seed)
        const { events, state, sent } = play(withPersonal(program), seed)
        const text = JSON.stringify([events, state])
        for (const secret of secretTexts) expect(text).not.toContain(secret)
        const known = simulatedPersonal(withPersonal(program), seed)
        if (!known) throw new Error('The program has personal values')
        known.learnPlaces(input, [])
        known.conceal(JSON.parse(JSON.stringify([open.events, name, found])) as Json)
        hidden += text.includes('[personal:') ? 1 : 0
        expect(sent).toEqual(open.sent)
        expect(comparable(events.map((event) => known.reveal(event)))).toEqual(comparable(open.events))
        expect(replay(JSON.parse(JSON.stringify(events)) as RunEvent[])).toEqual(state)
        expect(verifyChain(events).ok).toBe(true)
        for (const event of events) {
          expect(RunEvent.safeParse(event).error).toBeUndefined()
          expect(isOfItsPlan(event)).toBe(true)
        }
      }),
    )
    expect(hidden).toBeGreaterThan(0)
  })

  it('puts real values into requests, whatever expressions make of them, and tokens on record', () => {
    const args = {
      to: '{{ input.text }}',
      greeting: 'Dear {{ input.customer.name }} ({{ input.text.size() }})',
      upper: '{{ input.text }}!',
      isOurs: '{{ input.text.endsWith("example.org") }}',
    }
    const program = withPersonal(
      aProgram({
        actions: {
          act: anAction({ leases: ['{{ input.text }}'] }),
          keep: anAction({ call: { uses: 'transform', value: { kept: '{{ args.of.owner.email }}' } } }),
        },
        strategy: stepsInAnyOrder(
          aStep('first', { args }),
          aStep('second', { action: 'keep', args: { of: '{{ steps.first.output }}' } }),
        ),
        verifiers: {
          verify: aVerifier({
            checks: [
              {
                type: 'rule',
                id: 'same',
                expr: `steps.second.output.kept == "${found}" && input.text == "${email}"`,
                onFail: 'bail',
                weight: 1,
              },
            ],
          }),
        },
        outcomes: {
          ...aProgram().outcomes,
          done: { title: 'Done', status: 'succeeded', body: { for: '{{ input.text }}' } },
        },
      }),
    )
    const { events, state, sent } = play(program, 3)
    const called = { to: email, greeting: `Dear ${name} (19)`, upper: `${email}!`, isOurs: true }
    expect(sent).toEqual([{ id: expect.any(String), args: called }])
    expect(events.filter((event) => !isOfItsPlan(event))).toEqual([])
    expect(state).toMatchObject({
      status: 'ended',
      outcome: 'succeeded',
      body: { for: expect.toSatisfy(isToken) },
    })
    expect(events.find(({ type }) => type === 'lease.granted')?.data).toMatchObject({
      resource: expect.toSatisfy(isToken),
    })
    for (const secret of secretTexts) expect(JSON.stringify([events, state])).not.toContain(secret)
  })

  it('tells that iterations repeat', () => {
    const program = withPersonal(
      aProgram({
        strategy: stepsInAnyOrder(aStep('first', { args: { to: '{{ input.text }}' } })),
        verifiers: {
          verify: aVerifier({
            checks: [{ type: 'rule', id: 'never', expr: 'false', onFail: 'replan', weight: 1 }],
          }),
        },
        limits: { ...defaultLimits, iterations: 9, repeats: 3 },
      }),
    )
    const { state } = simulate({
      ...base,
      program,
      input,
      seed: 1,
      respond: () => ({ result: { ok: true, output: { owner: { name } } }, afterMs: 1 }),
    })
    expect(state).toMatchObject({ status: 'ended', iteration: { number: 3 } })
  })
})
