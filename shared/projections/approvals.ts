import type { Program, ProgramAction } from '../compile/program.ts'
import { assigneeAfterGrant, whyNotAsked } from '../engine/asked.ts'
import type { Assignee, EventOf, RunEvent } from '../engine/event.ts'
import type { Plan, PlanStep } from '../engine/plan.ts'
import { starterOf } from '../engine/starter.ts'
import type { Approval, RunState } from '../engine/state.ts'
import type { RiskLevel } from '../graph/nodes/action.ts'
import { type ApprovalPreview, approvalPreview, emptyPreview } from './approvalPreview.ts'

type Accepted = Exclude<RunState, { status: 'new' }>

/** What happens to an approval. */
export type ApprovalEvent = Extract<RunEvent, { type: `approval.${string}` }>

/** An approval as lists show it. Times are milliseconds since the epoch. */
export type ApprovalEntry = {
  approval: string
  run: string
  loop: string
  title: string
  message: string | null
  about: Approval['subject']['of']
  iteration: number
  status: Approval['status']
  approvers: Approval['approvers'][number][]
  need: number
  grantedBy: string[]
  assignee: Assignee | null
  comments: number
  startedBy: string | null
  risk: RiskLevel | null
  irreversible: number
  preview: ApprovalPreview
  requestedAt: number
  deadline: number
  decided: { at: number; by: string | null; note: string | null } | null
}

/** The entry of an approval that was just asked for. */
export function newApprovalEntry(
  program: Program,
  state: Accepted,
  { approval: id, message, show }: EventOf<'approval.requested'>['data'],
): ApprovalEntry | null {
  const approval = state.approvals.find((each) => each.id === id)
  if (!approval) return null
  const { subject, title, iteration, status, need, requestedAt, deadline } = approval
  const asked = askedSteps(state.iteration?.plan ?? null, approval)
  const actions = asked.flatMap(({ action }) => program.actions[action] ?? [])
  return {
    approval: id,
    run: state.run,
    loop: state.loop,
    title,
    message: message ?? null,
    about: subject.of,
    iteration,
    status,
    approvers: [...approval.approvers],
    need,
    grantedBy: [...approval.grantedBy],
    assignee: approval.assignee,
    comments: 0,
    startedBy: starterOf(state)?.by ?? null,
    risk: highestRisk(actions),
    irreversible: actions.filter(({ reversibility }) => reversibility === 'irreversible').length,
    preview: approvalPreview(program, asked, approval, show, state.input),
    requestedAt,
    deadline,
    decided: null,
  }
}

/** An entry as it was kept, with what an older release did not keep. */
export function readApprovalEntry(text: string): ApprovalEntry {
  type Known = Omit<ApprovalEntry, 'preview' | 'assignee' | 'comments'>
  return { preview: emptyPreview, assignee: null, comments: 0, ...(JSON.parse(text) as Known) }
}

/** The entry after an event of its approval. */
export function approvalEntryAfter(entry: ApprovalEntry, event: ApprovalEvent): ApprovalEntry {
  const decided = (by: string | null, note: string | null) => ({ at: event.at, by, note })
  switch (event.type) {
    case 'approval.requested':
      return entry
    case 'approval.granted': {
      const { by, note, remaining } = event.data
      const grantedBy = [...entry.grantedBy, by]
      return remaining > 0
        ? { ...entry, grantedBy, assignee: assigneeAfterGrant(entry.assignee) }
        : { ...entry, grantedBy, status: 'granted', decided: decided(by, note) }
    }
    case 'approval.denied':
      return { ...entry, status: 'denied', decided: decided(event.data.by, event.data.note) }
    case 'approval.expired':
      return { ...entry, status: 'expired', decided: decided(null, null) }
    case 'approval.edited': {
      const { by, note, changes } = event.data
      const words = note ?? `Edited ${changes.map(({ step }) => step).join(', ')}.`
      return { ...entry, status: 'superseded', decided: decided(by, words) }
    }
    case 'approval.sent-back':
      return { ...entry, status: 'sent-back', decided: decided(event.data.by, event.data.feedback) }
    case 'approval.assigned':
      return { ...entry, assignee: event.data.to }
    case 'approval.commented':
      return { ...entry, comments: entry.comments + 1 }
    case 'approval.superseded':
      return { ...entry, status: 'superseded', decided: decided(null, event.data.message) }
  }
}

/** Whether an open approval waits for somebody: they are asked, nobody else has it, and their agreement would count as far as the entry tells. */
export function waitsFor(entry: ApprovalEntry, who: { by: string; role: string | null }): boolean {
  const { grantedBy, startedBy } = entry
  return whyNotAsked(entry, who) === null && !grantedBy.includes(who.by) && startedBy !== who.by
}

/** Which approvals a list is of: those that are open, those that are settled, or both. */
type Listed = 'open' | 'settled' | undefined

/** Where an approval stands in a list. */
export type ApprovalPlace = { at: number; approval: string }

/** What is open stands where its time runs out, since it counts as refused then; in any other list when it was asked for tells. */
export function placeOf(listed: Listed, entry: ApprovalEntry): ApprovalPlace {
  const { approval, deadline, requestedAt } = entry
  return { at: listed === 'open' ? deadline : requestedAt, approval }
}

/** The order of a list: what is open comes soonest due first, anything else newest first. */
export function placesInOrder(listed: Listed, a: ApprovalPlace, b: ApprovalPlace): number {
  const later = a.at - b.at || (a.approval === b.approval ? 0 : a.approval < b.approval ? -1 : 1)
  return listed === 'open' ? later : -later
}

/** Whether an event is about an approval. */
export function isApprovalEvent(event: RunEvent): event is ApprovalEvent {
  return event.type.startsWith('approval.')
}

/** The steps of a plan that an approval is about: all of it, or one. */
export function askedSteps(plan: Plan | null, { subject }: Pick<Approval, 'subject'>): PlanStep[] {
  if (!plan) return []
  if (subject.of === 'plan') return plan.steps
  if (subject.of !== 'step') return []
  const id = subject.step.replace(/\[\d+\]$/, '')
  return plan.steps.filter((step) => step.id === id)
}

const order = ['low', 'medium', 'high'] as const satisfies readonly RiskLevel[]

/** The highest risk of some actions; null when there is none. */
export function highestRisk(actions: readonly ProgramAction[]): RiskLevel | null {
  return order.findLast((level) => actions.some(({ risk }) => risk === level)) ?? null
}
