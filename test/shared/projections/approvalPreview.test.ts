import { describe, expect, it } from 'vitest'
import type { Json } from '../../../shared/json.ts'
import { previewValues } from '../../../shared/projections/approvalPreview.ts'
import { newApprovalEntry } from '../../../shared/projections/approvals.ts'
import { asking } from '../../support/approvals.ts'
import { accept, after, eventsOf } from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

const token = `[personal:email:${'a'.repeat(22)}]`

function previewOf(over: Parameters<typeof aProgram>[0], input: Json = {}) {
  const { program, state, events } = after(aProgram(over), accept(input))
  const [asked] = eventsOf({ program, state, events, at: 0 }, 'approval.requested')
  if (!asked || state.status === 'new') throw new Error('Nobody was asked')
  return newApprovalEntry(program, state, asked)?.preview
}

describe('what tells an approval from others of its loop', () => {
  it('is the first arguments of the first steps of a plan, and how many steps there are besides', () => {
    const steps = ['a', 'b', 'c', 'd', 'e'].map((id, n) => aStep(id, { args: { n, to: `acct ${n}` } }))
    const values = (n: number) => [
      { name: 'n', text: `${n}` },
      { name: 'to', text: `acct ${n}` },
    ]
    expect(
      previewOf({
        policies: [asking('plan')],
        strategy: stepsInAnyOrder(...steps),
        actions: { act: anAction({ title: 'Pay' }) },
      }),
    ).toEqual({
      parts: [0, 1, 2].map((n) => ({ title: 'Pay', values: values(n) })),
      more: 2,
    })
  })

  it('is the arguments of the step that is asked about, as they would be sent', () => {
    const strategy = stepsInAnyOrder(aStep('pay', { args: { amount: '{{ input.amount }}' } }))
    expect(previewOf({ policies: [asking('step')], strategy }, { amount: 20 })).toEqual({
      parts: [{ title: null, values: [{ name: 'amount', text: '20' }] }],
      more: 0,
    })
  })

  it('is the input where that is asked about', () => {
    expect(previewOf({ policies: [asking('input')] }, { order: 'A17' })).toEqual({
      parts: [{ title: null, values: [{ name: 'order', text: 'A17' }] }],
      more: 0,
    })
  })
})

describe('the values of a preview', () => {
  it('are those nearest to the top, by their path, without what is not known yet', () => {
    expect(
      previewValues({
        issue: { number: 7, labels: ['bug', 'ui'], user: { login: 'ada' } },
        action: 'opened',
        later: null,
        files: [{ name: 'a' }],
      }),
    ).toEqual([
      { name: 'action', text: 'opened' },
      { name: 'files', text: '1 item' },
      { name: 'issue.labels', text: 'bug, ui' },
      { name: 'issue.number', text: '7' },
    ])
  })

  it('are few and short, however much there is', () => {
    const long = Object.fromEntries(
      Array.from({ length: 3000 }, (_, n) => [`${n}`.repeat(60), 'x'.repeat(9000)]),
    )
    const values = previewValues({ deep: [long], ...long })
    expect(values).toHaveLength(4)
    expect(values.every(({ name, text }) => name.length <= 41 && text.length <= 81)).toBe(true)
  })

  it('are one line, and never half of a token', () => {
    expect(previewValues({ a: 'one\n  two', b: `${'x'.repeat(60)} ${token}`, c: `${token} asks` })).toEqual([
      { name: 'a', text: 'one two' },
      { name: 'b', text: `${'x'.repeat(60)}…` },
      { name: 'c', text: `${token} asks` },
    ])
  })
})
