import { describe, expect, it } from 'vitest'
import { accept, after, given, settle, success } from '../../support/given.ts'
import { anAction, aProgram, aVerifier } from '../../support/programs.ts'

const again = { id: 'again', type: 'rule' as const, expr: 'run.iteration > 50', onFail: 'replan' as const }
const limits = { ...aProgram().limits, iterations: 100, steps: 1000 }
const looping = (act: Parameters<typeof anAction>[0]) =>
  aProgram({ actions: { act: anAction(act) }, verifiers: { verify: aVerifier({ checks: [again] }) }, limits })

/** The state once that many iterations are over. */
function stateAfter(program: ReturnType<typeof looping>, iterations: number) {
  const results = Array.from({ length: iterations }, (_, n) =>
    settle('first', success(n), { iteration: n + 1 }),
  )
  const { state } = after(program, accept(), ...results)
  if (state.status !== 'active') throw new Error(`The run is ${state.status}.`)
  return state
}

describe('a run of many iterations', () => {
  it('remembers of pure steps the last of each action, so that its state does not grow', () => {
    const pure = looping({ reversibility: 'pure', gives: [] })
    const state = stateAfter(pure, 40)
    expect(state.past.map(({ iteration }) => iteration)).toEqual([40])
    expect(state.started).toBe(41)
    expect(JSON.stringify(state).length).toBeLessThan(JSON.stringify(stateAfter(pure, 5)).length + 50)
  })

  it.each([
    ['what may have to be listed', { reversibility: 'irreversible' as const }],
    ['what gave a fact', { reversibility: 'pure' as const, gives: ['found'] }],
  ])('remembers %s', (_, act) => {
    const state = stateAfter(looping(act), 20)
    expect(state.past.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 20 }, (__, n) => n + 1))
  })

  it('refuses a result of what it has forgotten, and records one of what it has not', () => {
    const pure = looping({ reversibility: 'pure' })
    const situation = after(pure, accept(), settle('first'), settle('first', success(), { iteration: 2 }))
    given(situation)
      .when(settle('first', success('late')))
      .rejects('duplicate')
    given(situation)
      .when(settle('first', success('late'), { iteration: 2 }))
      .emits('step.late')
  })
})
