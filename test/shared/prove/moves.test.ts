import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { ActiveRun } from '../../../shared/engine/state.ts'
import { Explorer } from '../../../shared/prove/Explorer.ts'
import { movesOf } from '../../../shared/prove/moves.ts'
import { provenGraph } from '../../support/provenGraph.ts'

const program = compile(provenGraph).program as Program

/** The run after a call has come in: its first step is at work. */
function begun(): ActiveRun {
  const state = new Explorer(program).expand()?.edges[0]?.after
  if (state?.status !== 'active') throw new Error('The run did not begin')
  return state
}

/** The same, with each step waiting for one that is not there. */
function waitingForNothing(state: ActiveRun): ActiveRun {
  const { iteration } = state
  if (!iteration?.plan) throw new Error('The run has no plan')
  const steps = iteration.plan.steps.map((step) => ({ ...step, after: ['nobody'] }))
  return {
    ...state,
    iteration: {
      ...iteration,
      plan: { ...iteration.plan, steps },
      steps: steps.map(() => ({ status: 'waiting' })),
    },
  }
}

describe('what can happen next', () => {
  it('is every end of the call, the end of the time and an operator', () => {
    const { moves, isStuck } = movesOf(program, begun())
    expect(isStuck).toBe(false)
    expect(moves.map(({ words }) => words)).toEqual([
      '“reserve” succeeds',
      '“reserve” fails',
      '“reserve” has no answer: it may have happened',
      'the time of the run is up',
      'an operator cancels the run',
    ])
  })

  it('is nothing of its own where a run waits in vain', () => {
    const { moves, isStuck } = movesOf(program, waitingForNothing(begun()))
    expect(isStuck).toBe(true)
    expect(moves.map(({ words }) => words)).toEqual([
      'the time of the run is up',
      'an operator cancels the run',
    ])
  })
})
