import type { Program, ProgramAction } from '../compile/program.ts'
import type { EventBody, EventOf } from '../engine/event.ts'
import type { EndedRun, PastStep, RunState } from '../engine/state.ts'
import { templateReferences } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy } from '../graph/policy.ts'
import { standingSteps } from './canonical.ts'
import type { Edge } from './Explorer.ts'
import { historyAfter } from './history.ts'
import { decides } from './meanings.ts'
import type { ProgramFacts } from './programFacts.ts'
import type { BuiltInProperty } from './proofReport.ts'

/** A property that a turn breaks, and where. */
export type Finding = { property: BuiltInProperty; node: NodeId | null; message: string }

/** What a turn breaks of the properties that can be told from it. */
export function findingsIn(facts: ProgramFacts, edge: Edge): Finding[] {
  return [...gateFindings(facts, edge), ...leftFindings(facts.program, edge)]
}

function gateFindings(facts: ProgramFacts, { events, after, history }: Edge): Finding[] {
  const { program } = facts
  return events.flatMap((event, place) => {
    if (event.type === 'compensation.started') return undoFindings(program, event.data)
    if (event.type !== 'step.started') return []
    const { action: id } = event.data
    const action = program.actions[id]
    const planner = plannerOf(after)
    if (!action || planner === null) return []
    const before = events.slice(0, place)
    const so = historyAfter(history, before, facts)
    return [
      ...ungated(program, id, action, planner),
      ...bypassed(before, event.data),
      ...(action.reversibility !== 'irreversible' ||
      so.isApproved ||
      so.hasPassed ||
      program.policies.some((policy) => looksAt(policy, id, planner))
        ? []
        : [
            {
              property: 'irreversible-before-gate' as const,
              node: id,
              message: `“${action.title}” can’t be undone, and nothing had let it pass: no policy looks at it, nobody approved, and no verifier had passed anything.`,
            },
          ]),
    ]
  })
}

function plannerOf(state: RunState): NodeId | null {
  return state.status === 'new' ? null : (state.iteration?.planner ?? null)
}

/** Whether a policy decides over a step of that action, or over the plan that it is in. */
function looksAt(policy: Policy, action: NodeId, planner: NodeId): boolean {
  if (!decides(policy)) return false
  if (policy.at === 'step') return policy.on?.includes(action) ?? true
  return policy.at === 'plan' && (policy.on?.includes(planner) ?? true)
}

/** What guards an action by name: itself, or one of the planners that may use it. */
function guardsOf(program: Program, action: NodeId): Policy[] {
  return program.policies.filter((policy) => {
    if (!decides(policy) || policy.on === undefined) return false
    if (policy.at === 'step' || policy.at === 'output') return policy.on.includes(action)
    return policy.at === 'plan' && policy.on.some((id) => program.planners[id]?.actions.includes(action))
  })
}

function ungated(program: Program, id: NodeId, action: ProgramAction, planner: NodeId): Finding[] {
  if (action.reversibility === 'pure') return []
  const guards = guardsOf(program, id)
  const looked = program.policies.some(
    (policy) => looksAt(policy, id, planner) || (policy.at === 'output' && guards.includes(policy)),
  )
  if (guards.length === 0 || looked) return []
  const names = guards.map(({ title }) => `“${title}”`).join(', ')
  const message = `“${action.title}” starts here in a plan of “${program.planners[planner]?.title ?? planner}”, which ${names} does not look at; it guards the same action elsewhere.`
  return [{ property: 'ungated-effect', node: id, message }]
}

/** Policies are not asked for an undo. */
function undoFindings(program: Program, { action: id }: EventOf<'compensation.started'>['data']): Finding[] {
  const guards = program.policies.filter(
    (policy) => decides(policy) && policy.at === 'step' && policy.on?.includes(id) === true,
  )
  const [guard] = guards
  if (!guard) return []
  const message = `“${program.actions[id]?.title ?? id}” runs as an undo here, where no policy is asked; “${guard.title}” guards it elsewhere.`
  return [{ property: 'ungated-effect', node: id, message }]
}

/** What a policy has just forbidden, or made depend on a person, must not start in the same turn. */
function bypassed(
  before: readonly EventBody[],
  { step, action }: EventOf<'step.started'>['data'],
): Finding[] {
  return before.flatMap((event) => {
    if (event.type !== 'policy.evaluated' || event.data.point !== 'step' || event.data.subject !== step)
      return []
    const { effect, policy, dryRun } = event.data
    if (dryRun || (effect !== 'deny' && effect !== 'require-approval')) return []
    const isGranted = before.some((each) => each.type === 'approval.granted')
    if (effect === 'require-approval' && isGranted) return []
    const message = `Policy “${policy}” applied to step “${step}”, and it started all the same.`
    return [{ property: 'ungated-effect' as const, node: action, message }]
  })
}

/** A run that failed or bailed, with effects that stand and that its outcome does not name. */
function leftFindings(program: Program, { after }: Edge): Finding[] {
  if (after.status !== 'ended' || (after.outcome !== 'failed' && after.outcome !== 'bailed')) return []
  const left = standingSteps(after).filter(
    (step) => program.actions[step.action]?.reversibility === 'compensable' && !isNamed(program, after, step),
  )
  const actions = [...new Set(left.map(({ action }) => action))]
  return actions.map((action) => ({
    property: 'leaves-effects',
    node: action,
    message: `The run ends ${after.outcome}${after.node === null ? '' : ` at “${program.outcomes[after.node]?.title ?? after.node}”`} while “${program.actions[action]?.title ?? action}” stands: it is not undone, and the outcome’s body names neither the step nor run.standing.`,
  }))
}

function isNamed(program: Program, { node, iteration }: EndedRun, step: PastStep): boolean {
  const body = node === null ? null : program.outcomes[node]?.body
  if (body == null) return false
  if (readsStanding(JSON.stringify(body))) return true
  const { steps, open } = templateReferences(body)
  return (
    step.iteration === iteration?.number &&
    (open.has('steps') || steps.has(step.step.replace(/\[\d+\]$/, '')))
  )
}

function readsStanding(body: string): boolean {
  return /\brun(\.standing|\[\\?["']standing)/.test(body)
}
