import type { Rejection } from './command.ts'
import { starterOf } from './starter.ts'
import type { Approval, RunRecord } from './state.ts'

/** Why somebody's agreement does not count: it counts once, and never for one's own; null when it does. */
export function whyNotYours(
  state: Pick<RunRecord, 'parent' | 'request' | 'iteration'>,
  { grantedBy, subject }: Pick<Approval, 'grantedBy' | 'subject'>,
  by: string,
): Rejection | null {
  if (grantedBy.includes(by))
    return {
      code: 'already-approved-by-you',
      message: 'You have approved it already, and each person counts once.',
    }
  if (starterOf(state) === by)
    return { code: 'own-run', message: 'You started this run, so somebody else has to approve it.' }
  // The input is nobody's edit.
  const editors = subject.of === 'input' ? [] : (state.iteration?.plan?.provenance.by ?? [])
  if (editors.includes(by))
    return { code: 'own-edit', message: 'You edited this plan, so somebody else has to approve it.' }
  return null
}
