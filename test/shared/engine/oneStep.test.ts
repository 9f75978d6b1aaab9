import { describe, it } from 'vitest'
import { accept, after, given, settle } from '../../support/given.ts'
import { aProgram } from '../../support/programs.ts'

describe('a run of one step', () => {
  const program = aProgram()

  it('plans and starts the step in the turn that accepts it', () =>
    void given(after(program))
      .when(accept())
      .emits(
        'run.accepted',
        'input.checked',
        'iteration.started',
        'plan.requested',
        'plan.proposed',
        'plan.adopted',
        'step.started',
      ))

  it('is judged and ends in the turn in which the step succeeds', () =>
    void given(after(program, accept()))
      .when(settle('first'))
      .emits('step.succeeded', 'verdict.reached', {
        type: 'run.ended',
        data: { outcome: 'succeeded', reason: 'outcome', node: 'done', steps: 1, iterations: 1 },
      }))
})
