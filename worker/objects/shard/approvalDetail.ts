import type { ApprovalDetail, ApprovalRemark, ApprovalStep, May } from '../../../shared/api/approvals.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { whyNotAsked } from '../../../shared/engine/asked.ts'
import type { EventOf, RunEvent } from '../../../shared/engine/event.ts'
import { iterationsBegun } from '../../../shared/engine/iterationNumber.ts'
import { whyNotYours, whyNotYoursToAssign } from '../../../shared/engine/ownApproval.ts'
import type { Plan, PlanStep } from '../../../shared/engine/plan.ts'
import { placeOf } from '../../../shared/engine/planned.ts'
import type { Approval, RunState } from '../../../shared/engine/state.ts'
import { upcastPlan } from '../../../shared/engine/upcast.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { askedSteps, newApprovalEntry } from '../../../shared/projections/approvals.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { doerOf, type Principal } from '../../security/principal.ts'
import type { Shard } from './openShard.ts'

type Accepted = Exclude<RunState, { status: 'new' }>
type Requested = Extract<RunEvent, { type: 'approval.requested' }>

/** Everything that a person needs to decide about an approval, and what whoever asks may do. */
export function approvalDetail(
  shard: Shard,
  run: string,
  id: string,
  principal: Principal,
): Answer<ApprovalDetail> {
  const live = shard.live.get(run)
  if (!live || live.state.status === 'new') return unknown
  const { state } = live
  const { program } = live.program
  const approval = state.approvals.find((each) => each.id === id)
  const event = shard.log.ofType(run, 'approval.requested').find(({ data }) => data.approval === id)
  const entry = event && newApprovalEntry(program, state, event.data)
  if (!approval || !event || !entry) return unknown
  const plan = planAt(shard, run, event)
  const isNow = plan !== null && state.iteration?.plan?.version === plan.version
  return answer({
    ...entry,
    ...shard.approvals.get(approval.requestedAt, id),
    digest: approval.subject.digest,
    show: event.data.show,
    input: state.input,
    plan,
    steps: (plan?.steps ?? []).map((step) => stepOf(program, state, approval, event, step, isNow)),
    verdict: verdictOf(state, approval),
    policies: policiesAt(shard, run, approval, event),
    planners: plannersOf(program, state, approval),
    editedBy: plan?.provenance.by ?? [],
    remarks: remarksOn(shard, run, id),
    you: whatYouMay(program, state, approval, principal),
  })
}

/** The plan that stood when it was asked for; null before there was one. */
function planAt(shard: Shard, run: string, { seq }: Requested): Plan | null {
  const proposed = shard.log.ofType(run, 'plan.proposed').findLast((event) => event.seq < seq)
  const started = shard.log.ofType(run, 'iteration.started').findLast((event) => event.seq < seq)
  // A plan of an iteration before is not asked about any more.
  return proposed && started && proposed.seq > started.seq ? upcastPlan(proposed.data.plan) : null
}

function stepOf(
  program: Program,
  state: Accepted,
  approval: Approval,
  { data }: Requested,
  step: PlanStep,
  isNow: boolean,
): ApprovalStep {
  const action = program.actions[step.action]
  const asked = askedSteps({ steps: [step] } as Plan, approval).length > 0
  const bound = approval.subject.of === 'step' && asked ? shownArgs(data) : null
  const undo = action?.undo && program.actions[action.undo.action]
  return {
    step: step.id,
    action: step.action,
    title: action?.title ?? step.action,
    args: bound ?? step.args,
    bindings: bound ? {} : step.bindings,
    after: step.after,
    why: step.why,
    status: isNow ? statusOf(state, step.id) : 'past',
    asked,
    reversibility: action?.reversibility ?? 'irreversible',
    idempotency: action?.idempotency ?? 'none',
    risk: action?.risk ?? 'high',
    costUsd: action?.costUsd ?? 0,
    undoneBy: undo ? undo.title : null,
  }
}

/** The arguments as they are asked about: with what other steps brought. */
function shownArgs({ show }: EventOf<'approval.requested'>['data']): JsonObject | null {
  if (typeof show !== 'object' || show === null || Array.isArray(show)) return null
  const args = show['args']
  return typeof args === 'object' && args !== null && !Array.isArray(args) ? args : null
}

function statusOf({ iteration }: Accepted, step: string): string {
  const place = iteration ? placeOf(iteration, step) : undefined
  return (place === undefined ? undefined : iteration?.steps[place]?.status) ?? 'waiting'
}

/** What people said about it, and to whom they handed it, in the order of the log. */
function remarksOn({ log }: Shard, run: string, id: string): ApprovalRemark[] {
  return [...log.ofType(run, 'approval.commented'), ...log.ofType(run, 'approval.assigned')]
    .filter(({ data }) => data.approval === id)
    .sort((a, b) => a.seq - b.seq)
    .map(({ at, ...event }) => {
      const { by } = event.data
      if (event.type === 'approval.commented') return { type: 'comment', at, by, text: event.data.text }
      const { to, note } = event.data
      return { type: 'assignment', at, by, to, note }
    })
}

function verdictOf({ verdict }: Accepted, { subject, iteration }: Approval): ApprovalDetail['verdict'] {
  if (!verdict || verdict.iteration !== iteration || subject.of === 'plan' || subject.of === 'step')
    return null
  return {
    verifier: verdict.verifier,
    verdict: verdict.verdict,
    risk: verdict.risk,
    reasons: [...verdict.reasons],
  }
}

function policiesAt(
  shard: Shard,
  run: string,
  { iteration }: Approval,
  { seq: until }: Requested,
): ApprovalDetail['policies'] {
  const began = shard.log.ofType(run, 'iteration.started').find(({ data }) => data.iteration === iteration)
  return shard.log
    .ofType(run, 'policy.evaluated')
    .filter(({ seq, data }) => seq >= (began?.seq ?? 0) && seq <= until && data.matched)
    .map(({ data: { policy, point, subject, effect, message } }) => ({
      policy,
      point,
      subject,
      effect,
      message,
    }))
}

function plannersOf(
  program: Program,
  { planners, iteration }: Accepted,
  { subject }: Approval,
): ApprovalDetail['planners'] {
  if (subject.of === 'input') return []
  const now = iteration?.planner
  return planners
    .toSorted((a, b) => Number(b === now) - Number(a === now))
    .flatMap((id) => {
      const planner = program.planners[id]
      return planner ? [{ id, title: planner.title }] : []
    })
}

const yes: May = { may: true, why: null }
const no = (why: string): May => ({ may: false, why })
const mayIf = (why: string | null): May => (why === null ? yes : no(why))

/** What the engine and the route would say; they decide all the same. */
function whatYouMay(
  program: Program,
  state: Accepted,
  approval: Approval,
  principal: Principal,
): ApprovalDetail['you'] {
  const { subject } = approval
  const comment = approval.status === 'open' ? yes : no('It is decided.')
  const whyNotAssign =
    whyNotAsked({ ...approval, assignee: null }, principal) ??
    whyNotYoursToAssign(state, approval, doerOf(principal))?.message ??
    null
  const assign = comment.may ? mayIf(whyNotAssign) : comment
  const decide = comment.may ? mayIf(whyNotAsked(approval, principal)) : comment
  if (!decide.may) return { grant: decide, decide, edit: decide, sendBack: decide, assign, comment }
  const own = whyNotYours(state, approval, doerOf(principal))
  const isItem = subject.of === 'step' && subject.step.endsWith(']')
  const isPlan = subject.of === 'plan' || (subject.of === 'step' && !isItem)
  return {
    grant: own ? no(own.message) : yes,
    decide: yes,
    edit: isPlan ? yes : no(isItem ? 'One item of a list can’t be edited.' : 'There is no plan to edit.'),
    sendBack: maySendBack(program, state, approval),
    assign,
    comment,
  }
}

function maySendBack(program: Program, state: Accepted, { subject }: Approval): May {
  if (subject.of === 'input' || state.planners.length === 0)
    return no('No planner has planned yet that it could go back to.')
  const { iterations } = program.limits
  return iterationsBegun(state) < iterations
    ? yes
    : no(`The run may plan ${iterations === 1 ? 'once' : `${iterations} times`}, and has.`)
}

const unknown = refuse('not-found', 'There is no such approval.')
