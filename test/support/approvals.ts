import type { ApprovalDecision, Command } from '../../shared/engine/command.ts'
import type { Person } from '../../shared/engine/person.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import { eventsOf, type Situation, startAt } from './given.ts'

/** A decision of a person about the approval that was asked for last, or about another. */
export function decide(
  situation: Situation,
  by: string,
  decision: ApprovalDecision = { decision: 'grant' },
  over: { at?: number; approval?: string; digest?: string; note?: string; person?: Person } = {},
): Command {
  const asked = eventsOf(situation, 'approval.requested')
  const about = asked.find(({ approval }) => approval === over.approval) ?? asked.at(-1)
  return {
    type: 'decide-approval',
    at: startAt + 2000,
    approval: about?.approval ?? '',
    by,
    note: null,
    digest: about?.subject.digest ?? '',
    ...over,
    ...decision,
  }
}

/** A policy that asks people first. */
export const asking = (at: Policy['at'], over: Partial<Policy> = {}): Policy => ({
  id: 'ask',
  title: 'Ask first',
  at,
  when: 'true',
  effect: 'require-approval',
  message: 'It is big.',
  deadlineSeconds: 600,
  ...over,
})
