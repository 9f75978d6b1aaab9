import type { Rejection } from './command.ts'
import { type Doer, isAmong, mayBeOne } from './person.ts'
import { starterOf } from './starter.ts'
import type { Approval, RunRecord } from './state.ts'

/** Why somebody's agreement does not count: it counts once, and never for one's own; null when it does. */
export function whyNotYours(
  state: Pick<RunRecord, 'parent' | 'request' | 'iteration'>,
  { grantedBy, grantedAs, subject }: Pick<Approval, 'grantedBy' | 'grantedAs' | 'subject'>,
  who: Doer,
): Rejection | null {
  if (grantedBy.includes(who.by) || isAmong(who.person, grantedAs))
    return {
      code: 'already-approved-by-you',
      message: 'You have approved it already, and each person counts once.',
    }
  const starter = starterOf(state)
  if (starter && mayBeOne(starter, who))
    return { code: 'own-run', message: 'You started this run, so somebody else has to approve it.' }
  // The input is nobody's edit.
  const edit = subject.of === 'input' ? undefined : state.iteration?.plan?.provenance
  if (edit?.by?.includes(who.by) || isAmong(who.person, edit?.people ?? []))
    return { code: 'own-edit', message: 'You edited this plan, so somebody else has to approve it.' }
  return null
}
