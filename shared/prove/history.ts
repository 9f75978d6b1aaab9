import type { EventBody } from '../engine/event.ts'
import type { NodeId } from '../graph/ids.ts'
import { planForm } from './planForm.ts'
import type { ProgramFacts } from './programFacts.ts'

/** What properties have to know of what was before. */
export type History = {
  /** Somebody approved something. */
  isApproved: boolean
  /** A verifier let something pass. */
  hasPassed: boolean
  /** What each planner with a table planned: as often as it is asked, it plans the same. */
  planned: Readonly<Record<NodeId, string>>
}

export const noHistory: History = { isApproved: false, hasPassed: false, planned: {} }

/** The history after some more events; as far as anything asks for it. */
export function historyAfter(history: History, events: readonly EventBody[], facts: ProgramFacts): History {
  let { isApproved, hasPassed, planned } = history
  for (const { type, data } of events) {
    if (facts.hasIrreversible) {
      isApproved ||= type === 'approval.granted' && data.remaining === 0
      hasPassed ||= type === 'verdict.reached' && data.verdict === 'pass'
    }
    if (type === 'plan.proposed') {
      const { planner } = data.plan.provenance
      if (facts.program.planners[planner]?.strategy.type === 'table')
        planned = { ...planned, [planner]: planForm(facts, data.plan) }
    }
    if (type === 'plan.rejected' && data.plan === null) planned = { ...planned, [data.planner]: 'none' }
  }
  const isSame =
    isApproved === history.isApproved && hasPassed === history.hasPassed && planned === history.planned
  return isSame ? history : { isApproved, hasPassed, planned }
}

/** The history as a part of a state's form. */
export function historyForm({ isApproved, hasPassed, planned }: History): string {
  return `${isApproved} ${hasPassed} ${JSON.stringify(planned)}`
}
