import { describe, expect, it } from 'vitest'
import type { StepTemplate } from '../../../shared/graph/nodes/planner.ts'
import { accept, after, eventsOf, failure, given, settle, success } from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

describe('a plan of more steps than are looked at each time', () => {
  const others = Array.from({ length: 20 }, (_, n) => aStep(`other${n}`))
  const program = (...steps: StepTemplate[]) =>
    aProgram({ actions: { act: anAction() }, strategy: stepsInAnyOrder(...steps, ...others) })

  it('gives each expression the steps that it names, and what stands in for them', () => {
    const reading = program(
      aStep('first', { fallback: [{ action: 'act' }] }),
      aStep('reads', {
        when: 'steps.first.status == "succeeded" && steps["first"].output == 7',
        args: { got: '{{ steps.first.output }} of {{ steps.first.status }}' },
      }),
    )
    const situation = after(reading, accept(), settle('first', failure()), settle('other0'), settle('other1'))
    const next = given(situation)
      .when(settle('first_or_1', success(7)))
      .emits('step.succeeded', 'step.started')
    expect(eventsOf(next, 'step.started').at(-1)).toMatchObject({
      step: 'reads',
      args: { got: '7 of succeeded' },
    })
  })

  it('gives them all to one that chooses while it is evaluated', () => {
    const choosing = program(
      aStep('last', {
        after: ['other0'],
        args: { n: '{{ size(steps.filter(id, steps[id].status == "succeeded")) }}' },
      }),
    )
    const situation = after(choosing, accept(), ...others.slice(0, 3).map(({ id }) => settle(id)))
    expect(eventsOf(situation, 'step.started').find(({ step }) => step === 'last')).toMatchObject({
      args: { n: 1 },
    })
  })

  it('says that a step is not there', () => {
    const lost = program(aStep('first', { when: 'steps.nobody.output == 1' }))
    expect(eventsOf(after(lost, accept()), 'step.failed')).toMatchObject([
      { step: 'first', error: { class: 'expression' } },
    ])
  })
})
