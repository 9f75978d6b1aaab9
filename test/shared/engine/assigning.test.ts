import { describe, expect, it } from 'vitest'
import { whyNotAsked } from '../../../shared/engine/asked.ts'
import type { Command } from '../../../shared/engine/command.ts'
import { mostRemarks } from '../../../shared/engine/commands/assignApproval.ts'
import { asking, decide } from '../../support/approvals.ts'
import {
  accept,
  after,
  eventsOf,
  given,
  owedIds,
  perform,
  run,
  type Situation,
  startAt,
} from '../../support/given.ts'
import { anAction, aProgram, aStep, stepsInAnyOrder } from '../../support/programs.ts'

type Of<T extends Command['type']> = Extract<Command, { type: T }>

const approval = `${run}.1`
const person = (id: string, ...lineage: string[]) => ({ id, ...(lineage.length > 0 ? { lineage } : {}) })

/** What waits for approvers or operators; `sam` started the run. */
function waiting(need = 1): Situation {
  const program = aProgram({
    policies: [asking('plan', { approvers: ['approver', 'operator'], need })],
    strategy: stepsInAnyOrder(aStep('pay')),
    actions: { act: anAction() },
  })
  const request = { source: 'api' as const, method: 'POST', headers: {}, by: 'sam', person: person('p:sam') }
  return after(program, accept({}, { request }))
}

const assign = (to: Of<'assign-approval'>['to'], over: Partial<Of<'assign-approval'>> = {}): Command => ({
  type: 'assign-approval',
  at: startAt + 1000,
  approval,
  by: 'olga',
  to,
  note: null,
  ...over,
})
const comment = (text: string, over: Partial<Of<'comment-approval'>> = {}): Command => ({
  type: 'comment-approval',
  at: startAt + 1000,
  approval,
  by: 'olga',
  text,
  ...over,
})
const approvalOf = ({ state }: Situation) => (state.status === 'new' ? undefined : state.approvals[0])
const ann = { name: 'ann', role: 'approver', person: person('p:ann') }

describe('handing an approval on', () => {
  it('is on record, and narrows who may decide to whom it was handed', () => {
    const handed = given(waiting())
      .when(assign(ann, { note: 'She knows them.' }))
      .emits({
        type: 'approval.assigned',
        data: { approval, by: 'olga', to: { name: 'ann', person: { id: 'p:ann' } }, note: 'She knows them.' },
      })
    const asked = approvalOf(handed)
    if (!asked) throw new Error('Nobody was asked')
    expect(whyNotAsked(asked, { by: 'ann', role: 'approver' })).toBeNull()
    expect(whyNotAsked(asked, { by: 'bob', role: 'approver' })).toContain('ann')
    expect(whyNotAsked(asked, { by: 'eve', role: 'admin' })).toContain('ann')
    // Who has lost the role may not decide either.
    expect(whyNotAsked(asked, { by: 'ann', role: 'viewer' })).toContain('approver or operator')
  })

  it('to a role leaves it to everyone of that role, and to admins', () => {
    const asked = approvalOf(perform(waiting(), assign({ role: 'operator' })))
    if (!asked) throw new Error('Nobody was asked')
    expect(whyNotAsked(asked, { by: 'olga', role: 'operator' })).toBeNull()
    expect(whyNotAsked(asked, { by: 'eve', role: 'admin' })).toBeNull()
    expect(whyNotAsked(asked, { by: 'ann', role: 'approver' })).toContain('operator')
  })

  it.each([
    ['a role that it does not ask', { role: 'builder' as const }],
    ['somebody of another role', { ...ann, role: 'builder' }],
    ['whoever started the run', { name: 'sam', role: 'approver' }],
    ['a token of theirs', { name: 'bot', role: 'approver', person: person('t:1', 'p:sam') }],
  ])('is refused where it is to %s', (_, to) => {
    given(waiting()).when(assign(to)).rejects('assignment-invalid')
  })

  it('is not for whoever started the run, who would choose who approves it; but they may give it back to all', () => {
    const sam = { by: 'bot', person: person('t:1', 'p:sam') }
    given(waiting()).when(assign(ann, sam)).rejects('own-run')
    given(waiting())
      .when(assign({ role: 'operator' }, sam))
      .rejects('own-run')
    const handed = perform(waiting(), assign(ann))
    given(handed).when(assign(null, sam)).emits('approval.assigned')
  })

  it('is refused where it is theirs already, and where there is nothing to give back', () => {
    const handed = perform(waiting(), assign(ann))
    given(handed).when(assign(ann)).rejects('duplicate')
    given(waiting()).when(assign(null)).rejects('duplicate')
    given(handed)
      .when(assign(null))
      .emits({ type: 'approval.assigned', data: { to: null } })
  })

  it('moves no deadline: past it, it has expired', () => {
    const handed = perform(waiting(), assign(ann, { at: startAt + 599_000 }))
    expect(approvalOf(handed)?.deadline).toBe(approvalOf(waiting())?.deadline)
    given(handed)
      .when(assign({ role: 'operator' }, { at: startAt + 600_000 }))
      .rejects('approval-settled')
    const late = perform(handed, { type: 'tick', at: startAt + 600_000 })
    expect(eventsOf(late, 'approval.expired')).toEqual([{ approval }])
  })

  it('holds for one agreement: where more are needed, the next is anybody’s who is asked', () => {
    const handed = perform(waiting(2), assign(ann))
    const once = perform(handed, decide(handed, 'ann', undefined, { person: person('p:ann') }))
    expect(approvalOf(once)).toMatchObject({ assignee: null, status: 'open', grantedBy: ['ann'] })
    given(once).when(assign(ann)).rejects('assignment-invalid')
    const toRole = perform(waiting(2), assign({ role: 'operator' }))
    const half = perform(toRole, decide(toRole, 'olga'))
    expect(approvalOf(half)?.assignee).toEqual({ role: 'operator' })
    expect(owedIds(perform(half, decide(half, 'oleg')))).toEqual([`${run}/1/pay`])
  })
})

describe('a comment', () => {
  it('is on record with its author, decides nothing, and leaves what holds as it is', () => {
    const before = waiting()
    const said = given(before)
      .when(comment('Asked them.', { person: person('p:olga') }))
      .emits({
        type: 'approval.commented',
        data: { approval, by: 'olga', person: { id: 'p:olga' }, text: 'Asked them.' },
      })
    const { remarks: _, ...asked } = approvalOf(said) ?? {}
    const { remarks: __, ...asWas } = approvalOf(before) ?? {}
    expect(asked).toEqual(asWas)
    expect(owedIds(perform(said, decide(said, 'ann')))).toEqual([`${run}/1/pay`])
  })

  it('is kept as a log can keep it, which has no half characters', () => {
    const said = perform(waiting(), comment('Half: \ud83d'))
    expect(eventsOf(said, 'approval.commented')).toMatchObject([{ text: 'Half: \ufffd' }])
  })

  it('is taken while it is open, and so often', () => {
    const before = waiting()
    const decided = perform(before, decide(before, 'ann'))
    given(decided).when(comment('Too late')).rejects('approval-settled')
    given(before)
      .when(comment('Of another', { approval: `${run}.9` }))
      .rejects('unknown-approval')
    let full = before
    for (let n = 0; n < mostRemarks; n += 1) full = perform(full, comment(`${n}`))
    given(full).when(comment('One more')).rejects('too-many-remarks')
    given(full).when(assign(ann)).rejects('too-many-remarks')
    expect(owedIds(perform(full, decide(full, 'ann')))).toEqual([`${run}/1/pay`])
  })

  it('however many there are, never keeps the approval with somebody who is gone', () => {
    let full = perform(waiting(), assign(ann))
    for (let n = 1; n < mostRemarks; n += 1) full = perform(full, comment(`${n}`))
    given(full)
      .when(assign({ role: 'operator' }))
      .rejects('too-many-remarks')
    const back = perform(full, assign(null))
    expect(approvalOf(back)?.assignee).toBeNull()
    given(back).when(assign(null)).rejects('duplicate')
    given(back).when(assign(ann)).rejects('too-many-remarks')
  })
})
