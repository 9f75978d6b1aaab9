import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { EventType } from '../../../shared/engine/event.ts'
import { evolve } from '../../../shared/engine/evolve.ts'
import { OfPlan } from '../../../shared/engine/OfPlan.ts'
import type { Plan } from '../../../shared/engine/plan.ts'
import { checksScope, scopeOf, verdictScope } from '../../../shared/engine/scope.ts'
import { type ActiveRun, type EndedRun, initialState, type RunState } from '../../../shared/engine/state.ts'
import type { Json } from '../../../shared/json.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { cutAt, type Drive, driveToEnd, startDrive } from '../../support/drive.ts'
import '../../support/fastCheck.ts'

const telling: ReadonlySet<EventType> = new Set<EventType>([
  'step.succeeded',
  'step.failed',
  'step.uncertain',
  'check.completed',
  'verdict.reached',
])

/** The states that a run came by in which more can be read than before. */
function statesOf({ log }: Drive): (ActiveRun | EndedRun)[] {
  let state: RunState = initialState
  return log.flatMap((event) => {
    state = evolve(state, event)
    return state.status === 'new' || !telling.has(event.type) ? [] : [state]
  })
}

/** A run, and one that went as it did up to some event, with the same plans, and came to something else. */
function twoRuns(program: Program, seed: number): Drive[] {
  const run = driveToEnd(startDrive(program, { n: 5 }, undefined, { request }), { seed, granting: 1 })
  const cut = cutAt(run, 1 + Math.floor(run.log.length / 3))
  return [run, driveToEnd(cut, { seed: seed + 1, granting: 1 })]
}

const read = (value: unknown) => canonicalJson(value as Json)

const request = {
  source: 'api' as const,
  method: 'POST',
  headers: {},
  by: 'ann',
  person: { id: 'person:ann' },
}

describe('what expressions read of a state', () => {
  it('is the same whatever was read before, of whichever runs, and says nothing of whom a name stands for', () => {
    fc.assert(
      fc.property(anyProgram, fc.integer(), fc.infiniteStream(fc.nat()), (program, seed, picks) => {
        const seen = twoRuns(program, seed).flatMap(statesOf)
        for (const pick of picks.take(12)) {
          const state = seen[pick % seen.length]
          if (!state) break
          const scope = scopeOf(program, state)
          // Of a copy nothing can be known yet.
          expect(read(scope)).toBe(read(scopeOf(program, structuredClone(state))))
          expect(scope['request']).toEqual({ source: 'api', method: 'POST', headers: {}, by: 'ann' })
          const checks = state.status === 'active' && state.phase.at === 'verifying' ? state.phase.checks : []
          expect(read(checksScope(checks))).toBe(read(checksScope(structuredClone(checks))))
          const { steps = [], plan = null } = state.iteration ?? {}
          const done = plan?.steps.filter((_step, place) => steps[place]?.status === 'succeeded') ?? []
          const readable = scope['steps'] as Record<string, { status: string }>
          expect(done.map(({ id }) => readable[id]?.status)).toEqual(done.map(() => 'succeeded'))
        }
      }),
    )
  })
})

describe('a verdict', () => {
  it('is read as it is, also where another of the same iteration was read before', () => {
    const verdict = (verdict: 'pass' | 'bail') => ({
      verifier: 'v',
      iteration: 1,
      verdict,
      risk: 0,
      reasons: [],
      checks: [],
    })
    const both = (['pass', 'bail'] as const).map((each) => verdictScope(verdict(each)))
    expect(both).toMatchObject([{ verdict: 'pass' }, { verdict: 'bail' }])
  })
})

describe('what is made of a plan', () => {
  const plan = (steps: number) => ({ steps: Array.from({ length: steps }) }) as unknown as Plan
  const counting = () => {
    const made: Plan[] = []
    const of = new OfPlan((each) => {
      made.push(each)
      return { each }
    })
    return { made, of }
  }

  it('is made anew of a small one that others came after, so that a long run does not keep them all', () => {
    const { made, of } = counting()
    const plans = Array.from({ length: 100 }, () => plan(64))
    for (const each of plans)
      for (let times = 0; times < 3; times += 1) expect(of.get(each)).toEqual({ each })
    expect(made).toEqual(plans)
    const [first, last] = [plans[0], plans.at(-1)]
    for (const each of [first, last]) expect(each && of.get(each)).toEqual({ each })
    expect(made).toHaveLength(101)
  })

  it('is made once of a large one, whatever came after it', () => {
    const { made, of } = counting()
    const plans = Array.from({ length: 100 }, () => plan(65))
    for (let times = 0; times < 2; times += 1) for (const each of plans) expect(of.get(each).each).toBe(each)
    expect(made).toHaveLength(100)
  })
})
