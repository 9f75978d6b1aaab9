import { isAsked } from '../../../shared/engine/asked.ts'
import type { Candidate } from '../../../shared/engine/command.ts'
import { whyNotTheirs } from '../../../shared/engine/ownApproval.ts'
import { doerOf } from '../../../shared/engine/person.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { Shard } from './openShard.ts'

/** The names of those of whom an approval can be somebody's to decide: they are asked, and their agreement would count. */
export function candidatesFor(
  shard: Shard | null,
  id: string,
  among: readonly Candidate[],
): Answer<string[]> {
  const state = shard?.live.get(id.replace(/\.\d+$/, ''))?.state
  const approval = state?.status === 'active' ? state.approvals.find((each) => each.id === id) : undefined
  if (!state || state.status === 'new' || !approval) return refuse('not-found', 'There is no such approval.')
  const names = among
    .filter(
      ({ name, role, person }) =>
        isAsked(approval, role) && whyNotTheirs(state, approval, doerOf({ by: name, person })) === null,
    )
    .map(({ name }) => name)
  return answer([...new Set(names)].sort())
}
