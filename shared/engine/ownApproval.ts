import type { Rejection } from './command.ts'
import { type Doer, isAmong, mayBeOne } from './person.ts'
import { starterOf } from './starter.ts'
import type { Approval, RunRecord } from './state.ts'

type Run = Pick<RunRecord, 'parent' | 'request' | 'iteration'>
type Asked = Pick<Approval, 'grantedBy' | 'grantedAs' | 'subject'>
type OwnCode = Extract<Rejection['code'], 'already-approved-by-you' | 'own-run' | 'own-edit'>

/** Why somebody's agreement does not count: it counts once, and never for one's own; null when it does. */
export function whyNotYours(run: Run, approval: Asked, who: Doer): Rejection | null {
  const own = whyNotTheirs(run, approval, who)
  if (own === null) return null
  if (own.code === 'already-approved-by-you')
    return { code: own.code, message: 'You have approved it already, and each person counts once.' }
  return { code: own.code, message: `You ${own.of}, so somebody else has to approve it.` }
}

/** Why somebody does not choose who decides: whose own it is would choose whoever approves it for them. Null when they may. */
export function whyNotYoursToAssign(run: Run, approval: Asked, who: Doer): Rejection | null {
  const own = whyNotTheirs(run, approval, who)
  if (own === null || own.code === 'already-approved-by-you') return null
  return { code: own.code, message: `You ${own.of}, so somebody else has to choose who approves it.` }
}

/** Why anybody's agreement does not count; `of` is what they did, to be said after their name. */
export function whyNotTheirs(run: Run, approval: Asked, who: Doer): { code: OwnCode; of: string } | null {
  const { grantedBy, grantedAs, subject } = approval
  if (grantedBy.includes(who.by) || isAmong(who.person, grantedAs))
    return { code: 'already-approved-by-you', of: 'approved it already' }
  const starter = starterOf(run)
  if (starter && mayBeOne(starter, who)) return { code: 'own-run', of: 'started this run' }
  // The input is nobody's edit.
  const edit = subject.of === 'input' ? undefined : run.iteration?.plan?.provenance
  if (edit?.by?.includes(who.by) || isAmong(who.person, edit?.people ?? []))
    return { code: 'own-edit', of: 'edited this plan' }
  return null
}
