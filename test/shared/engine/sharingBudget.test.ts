import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unreserved } from '../../../shared/engine/budget.ts'
import type { ActionEffect } from '../../../shared/engine/effect.ts'
import type { Parent } from '../../../shared/engine/event.ts'
import type { ActiveRun } from '../../../shared/engine/state.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import {
  accept,
  after,
  eventsOf,
  failure,
  owed,
  perform,
  run,
  type Situation,
  settle,
  startAt,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const call = { uses: 'loop' as const, loop: 'child', input: {} }
const actions = {
  child: anAction({ call }),
  dear: anAction({ call, costUsd: 2 }),
  act: anAction(),
  pay: anAction({ costUsd: 1 }),
}

const child = (id: string, over: Partial<StepTemplate> = {}) => aStep(id, { action: 'child', ...over })

function program(steps: StepTemplate[], limits = {}) {
  const verifiers = { verify: aVerifier({ onStepFailed: 'replan', onStepUncertain: 'replan' }) }
  return aProgram({
    actions,
    verifiers,
    strategy: stepsInAnyOrder(...steps),
    limits: { ...defaultLimits, parallelism: 64, ...limits },
  })
}

type Given = Omit<Parent['budget'], 'endsAt'>

const calls = (situation: Situation) =>
  owed(situation).flatMap((effect): ActionEffect[] => (effect.kind === 'action' ? [effect] : []))

const givenTo = ({ parent }: ActionEffect): Given | null =>
  parent && { costUsd: parent.budget.costUsd, steps: parent.budget.steps }

const budgets = (situation: Situation) =>
  Object.fromEntries(calls(situation).map((effect) => [effect.step, givenTo(effect)]))

const spent = (costUsd: number, steps: number) => ({ ok: true as const, output: null, costUsd, steps })

describe('what a run gives to its children', () => {
  it('is an equal share of what is left, for each that runs at once', () => {
    const situation = after(program([child('a'), child('b')], { costUsd: 10, steps: 12 }), accept())
    expect(budgets(situation)).toEqual({ a: { costUsd: 5, steps: 5 }, b: { costUsd: 5, steps: 5 } })
  })

  it('is what its action declares, where it declares a cost', () => {
    const steps = [child('a', { action: 'dear' }), child('b')]
    const situation = after(program(steps, { costUsd: 10, steps: 12 }), accept())
    expect(budgets(situation)).toMatchObject({ a: { costUsd: 2 }, b: { costUsd: 8 } })
  })

  it('leaves the steps that may come what they declare, and a step each', () => {
    const steps = [
      child('a'),
      aStep('b', { action: 'pay' }),
      aStep('c', { action: 'pay', when: 'false' }),
      aStep('d', { action: 'pay', fallback: [{ action: 'pay' }] }),
    ]
    const situation = after(program(steps, { costUsd: 10, steps: 12 }), accept())
    expect(budgets(situation)).toMatchObject({ a: { costUsd: 6, steps: 7 } })
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([{ step: 'c', reason: 'condition' }])
  })

  it('does not leave out what comes instead of the child itself, which then has what that gave back', () => {
    const steps = [child('a', { fallback: [{ action: 'pay' }] })]
    const situation = after(program(steps, { costUsd: 1, steps: 9 }), accept())
    expect(budgets(situation)).toEqual({ a: { costUsd: 1, steps: 7 } })
    const failed = failure({ class: 'child', mayHaveHappened: false })
    expect(budgets(perform(situation, settle('a', failed)))).toEqual({ a_or_1: null })
  })

  it('stays as it was given, also when others need less than theirs', () => {
    const first = after(program([child('a'), child('b'), child('c', { after: ['a'] })]), accept())
    const before = budgets(first)
    const next = perform(first, settle('a', spent(1, 3)))
    expect(budgets(next)).toEqual({ b: before.b, c: { costUsd: expect.closeTo(5.666_667, 5), steps: 62 } })
    const folded: Situation = { ...next, state: JSON.parse(JSON.stringify(next.state)) }
    expect(budgets(folded)).toEqual(budgets(next))
  })

  it('is shared anew among the items of a map that have not started', () => {
    const mapping = program([child('all', { map: { over: 'input' } })], {
      parallelism: 2,
      costUsd: 8,
      steps: 12,
    })
    const situation = after(mapping, accept([1, 2, 3, 4]))
    expect(budgets(situation)).toEqual({
      'all[0]': { costUsd: 2, steps: 2 },
      'all[1]': { costUsd: 2, steps: 2 },
    })
    const next = perform(situation, settle('all[0]', spent(0, 0)))
    expect(budgets(next)['all[2]']).toEqual({ costUsd: 3, steps: 3 })
  })

  it('counts with what they started, so that none is given it again', () => {
    const situation = after(program([child('a'), child('b', { after: ['a'] })], { steps: 8 }), accept())
    expect(budgets(situation)).toMatchObject({ a: { steps: 3 } })
    expect(budgets(perform(situation, settle('a', spent(0, 3))))).toMatchObject({ b: { steps: 3 } })
    expect(budgets(perform(situation, settle('a', spent(0, 1))))).toMatchObject({ b: { steps: 5 } })
  })

  it('is nothing that an ordinary step could use meanwhile', () => {
    const steps = [child('a', { action: 'dear' }), aStep('b'), aStep('c', { action: 'pay', after: ['b'] })]
    const situation = after(program(steps, { costUsd: 2.5 }), accept(), settle('b'))
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([
      { step: 'c', reason: 'limit', limit: 'cost', message: 'The run may cost $2.5; it would cost $3.' },
    ])
  })

  it('is no run at all where no step is left for it', () => {
    const steps = [child('a'), child('b'), child('c')]
    const situation = after(program(steps, { steps: 5 }), accept())
    expect(calls(situation)).toEqual([])
    expect(eventsOf(situation, 'step.skipped')).toMatchObject([
      { step: 'a', reason: 'limit', limit: 'steps' },
      { step: 'b', reason: 'limit' },
      { step: 'c', reason: 'limit' },
    ])
    expect(eventsOf(situation, 'run.ended')).toMatchObject([{ reason: 'steps' }])
  })

  it('stays with a child that nobody waits for any more, also when its result comes late', () => {
    const lost = failure({ class: 'network', retryable: false, mayHaveHappened: true })
    const situation = after(program([child('a')], { costUsd: 10, steps: 100 }), accept(), settle('a', lost))
    expect(situation.state).toMatchObject({ status: 'ended', reason: 'steps', iteration: { number: 2 } })
    const shared = after(
      program([child('a'), child('b')], { costUsd: 10, steps: 100 }),
      accept(),
      settle('a', lost),
    )
    const cancelled = failure({ class: 'child', mayHaveHappened: true })
    const late = perform(shared, settle('a', { ...cancelled, costUsd: 3, steps: 9 }))
    expect(eventsOf(late, 'step.late')).toMatchObject([{ costUsd: 3, steps: 9 }])
    expect(late.state).toMatchObject({ costUsd: 0, startedByChildren: 0 })
    expect(unreserved(late.program, late.state as ActiveRun)).toEqual(
      unreserved(shared.program, shared.state as ActiveRun),
    )
    expect(owed(late).filter(({ kind }) => kind === 'cancel-child')).toEqual([])
  })
})

const anyStep: fc.Arbitrary<(n: number) => StepTemplate> = fc
  .record({
    action: fc.constantFrom('child', 'child', 'dear', 'act', 'pay'),
    map: fc.boolean(),
    isConditional: fc.boolean(),
    hasFallback: fc.boolean(),
    waitsFor: fc.nat(5),
  })
  .map(({ action, map, isConditional, hasFallback, waitsFor }) => (n: number) => ({
    id: `s${n}`,
    action,
    ...(map ? { map: { over: 'input' } } : {}),
    ...(isConditional ? { when: `run.costUsd < ${n}` } : {}),
    ...(hasFallback ? { fallback: [{ action: 'child' }] } : {}),
    after: waitsFor < n ? [`s${waitsFor}`] : [],
  }))

const micro = (usd: number) => Math.round(usd * 1e6)

describe('children that use all that they are given', () => {
  it('never use more than the run may, whatever runs beside them', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 1, maxLength: 6 }),
        fc.record({ costUsd: fc.constantFrom(0, 0.3, 1, 7, 10), steps: fc.integer({ min: 1, max: 60 }) }),
        fc.integer({ min: 1, max: 8 }),
        fc.nat(4),
        fc.array(fc.record({ pick: fc.nat(63), isLost: fc.boolean(), works: fc.boolean() }), {
          minLength: 60,
          maxLength: 60,
        }),
        (steps, limits, parallelism, items, turns) => {
          const input: Json = Array(items).fill(0)
          const made = program(
            steps.map((make, n) => make(n)),
            { ...limits, parallelism, iterations: 3, repeats: 1000 },
          )
          let situation = after(made, accept(input))
          let used = { costUsd: 0, steps: 0 }
          const counted = new Set<string>()
          for (const { pick, isLost, works } of turns) {
            const open = calls(situation)
            const effect = open[pick % open.length]
            if (!effect) break
            const isChild = effect.parent !== null
            const own = givenTo(effect) ?? { costUsd: actions[effect.action as 'pay'].costUsd, steps: 0 }
            if (!counted.has(effect.id)) {
              counted.add(effect.id)
              used = { costUsd: used.costUsd + own.costUsd, steps: used.steps + own.steps + 1 }
            }
            const result =
              isChild && isLost
                ? failure({ class: 'network', mayHaveHappened: true })
                : works
                  ? { ok: true as const, output: 1, ...own }
                  : { ...failure({ class: 'child', mayHaveHappened: true }), ...own }
            const { step, iteration, attempt } = effect
            const of = { iteration, attempt, at: startAt + 1, effect: `${run}/${iteration}/${step}` }
            situation = perform(situation, settle(step, result, of))
          }
          expect(micro(used.costUsd)).toBeLessThanOrEqual(micro(limits.costUsd))
          expect(used.steps).toBeLessThanOrEqual(limits.steps)
        },
      ),
    )
  })
})
