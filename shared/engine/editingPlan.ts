import { digest } from '../audit/digest.ts'
import type { Program } from '../compile/program.ts'
import { hasPlace } from '../expr/bindings.ts'
import { pointerKeys } from '../expr/pointer.ts'
import type { Json, JsonObject } from '../json.ts'
import { applyRails, railFaults } from '../plan/rails.ts'
import { planDigest } from '../privacy/planDigest.ts'
import { validateSchema } from '../verify/validateSchema.ts'
import type { Rejection } from './command.ts'
import { type Doer, doerOf } from './person.ts'
import type { Plan, PlanChange, PlanStep } from './plan.ts'
import { planIndex } from './planIndex.ts'
import { scopeOf } from './scope.ts'
import { screenEdit } from './screening.ts'
import type { ActiveRun, Approval, Iteration } from './state.ts'
import { emit, type Turn } from './turn.ts'
import { whyNotLoggable } from './wellFormed.ts'

type Edit = Doer & { note: string | null; changes: readonly PlanChange[] }
type Fault = { pointer: string; message: string }

/**
 * Makes another plan of the one that is asked about, with other arguments. It is judged as any plan is, and everyone who was asked
 * about the old one is asked anew. What can't be made sound is refused, and then nothing happened.
 */
export function editPlan(turn: Turn, state: ActiveRun, approval: Approval, edit: Edit): Rejection | null {
  const { iteration } = state
  const { subject } = approval
  const plan = iteration?.plan
  if (!iteration || !plan || (subject.of !== 'plan' && subject.of !== 'step'))
    return invalid([{ pointer: '', message: 'Only a plan, or a step of one, can be edited.' }])
  if (subject.of === 'step' && subject.step.endsWith(']'))
    return invalid([
      { pointer: '', message: 'One item of a list can’t be edited: send the plan back instead.' },
    ])
  const other = subject.of === 'step' && edit.changes.findIndex(({ step }) => step !== subject.step)
  if (other !== false && other >= 0)
    return invalid([
      {
        pointer: `/changes/${other}/step`,
        message: `Only “${subject.of === 'step' ? subject.step : ''}” is asked about.`,
      },
    ])
  const faults = editFaults(turn.program, state, iteration, plan, edit.changes)
  if (faults.length > 0) return invalid(faults)
  const { changes, notes } = screened(turn, state, plan, edit.changes)
  emit(turn, {
    type: 'approval.edited',
    data: { approval: approval.id, ...doerOf(edit), note: edit.note, changes },
  })
  const message = `${edit.by} edited the plan, so it is asked about anew.`
  for (const other of state.approvals)
    if (other.id !== approval.id && other.status === 'open' && isAbout(other, iteration, changes))
      emit(turn, { type: 'approval.superseded', data: { approval: other.id, message } })
  for (const note of notes) emit(turn, note)
  emit(turn, {
    type: 'plan.proposed',
    data: { iteration: iteration.number, plan: editedPlan(state, plan, { ...edit, changes }) },
  })
  return null
}

/** The changes as they may be logged: what policies hide of arguments is hidden in these, too. */
function screened(turn: Turn, state: ActiveRun, plan: Plan, changes: readonly PlanChange[]) {
  const steps = plan.steps.filter(({ id }) => changes.some(({ step }) => step === id))
  const edited = steps.map((step) => changed(step, changes))
  const { steps: shown, notes } = screenEdit(turn.program, state, turn.at, edited)
  return { changes: shown.map(({ id, args }): PlanChange => ({ step: id, args })), notes }
}

function isAbout(
  { subject, iteration: of }: Approval,
  { number }: Iteration,
  changes: PlanChange[],
): boolean {
  if (of !== number) return false
  if (subject.of === 'plan') return true
  return subject.of === 'step' && changes.some(({ step }) => subject.step.replace(/\[\d+\]$/, '') === step)
}

function editedPlan(state: ActiveRun, plan: Plan, { by, person, note, changes }: Edit): Plan {
  const { digest: _, ...body } = plan
  const { people = [] } = plan.provenance
  const known = person && !people.some(({ id }) => id === person.id) ? [...people, person] : people
  const named = changes.map(({ step }) => `“${step}”`).join(', ')
  const edited: Omit<Plan, 'digest'> = {
    ...body,
    version: state.plans + 1,
    parent: plan.version,
    steps: plan.steps.map((step) => changed(step, changes)),
    rationale: [...plan.rationale, `Edited by hand: ${named}${note ? ` (${note})` : ''}.`],
    provenance: {
      ...plan.provenance,
      strategy: 'edit',
      by: [...new Set([...(plan.provenance.by ?? []), by])],
      ...(known.length > 0 ? { people: known } : {}),
    },
  }
  return { ...edited, digest: planDigest(edited) }
}

/** What is bound when the step starts stays so where the edit leaves null, and gives way to a value. */
function changed(step: PlanStep, changes: readonly PlanChange[]): PlanStep {
  const change = changes.find((each) => each.step === step.id)
  if (!change) return step
  const bindings = Object.entries(step.bindings).filter(
    ([pointer]) => hasPlace(change.args, pointer) && valueAt(change.args, pointer) === null,
  )
  return { ...step, args: change.args, bindings: Object.fromEntries(bindings) }
}

function valueAt(args: JsonObject, pointer: string): Json {
  return pointerKeys(pointer).reduce<Json>(
    (value, key) =>
      typeof value === 'object' && value !== null ? ((value as JsonObject)[key] ?? null) : null,
    args,
  )
}

function editFaults(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  plan: Plan,
  changes: readonly PlanChange[],
): Fault[] {
  if (changes.length === 0) return [{ pointer: '/changes', message: 'Nothing is changed.' }]
  const faults = changes.flatMap((change, place) => {
    const again = changes.findIndex(({ step }) => step === change.step) !== place
    return again
      ? [{ pointer: `/changes/${place}/step`, message: `“${change.step}” is changed twice.` }]
      : changeFaults(program, iteration, plan, change, `/changes/${place}`)
  })
  if (faults.length > 0) return faults
  const planner = program.planners[iteration.planner]
  const rails = applyRails(planner?.rails ?? null, scopeOf(program, state))
  const edited = plan.steps.map((step) => changed(step, changes))
  if (digest(edited) === digest(plan.steps))
    return [{ pointer: '/changes', message: 'The arguments are those that the plan has.' }]
  if (!rails.ok) return rails.reasons.map((message) => ({ pointer: '', message }))
  return railFaults(program, rails.rails, edited).map(({ message }) => ({ pointer: '', message }))
}

function changeFaults(
  program: Program,
  { steps }: Iteration,
  plan: Plan,
  { step: id, args }: PlanChange,
  pointer: string,
): Fault[] {
  const place = planIndex(plan).get(id)
  const step = place === undefined ? undefined : plan.steps[place]
  if (place === undefined || !step)
    return [{ pointer: `${pointer}/step`, message: `The plan has no step “${id}”.` }]
  if ((steps[place]?.status ?? 'waiting') !== 'waiting')
    return [{ pointer: `${pointer}/step`, message: `“${id}” has started, so it can’t be changed any more.` }]
  const fault = whyNotLoggable(args)
  if (fault) return [{ pointer: `${pointer}/args${fault.pointer}`, message: fault.message }]
  const schema = program.actions[step.action]?.args
  // Arguments that are still to come are checked when the step starts.
  if (!schema || Object.keys(changed(step, [{ step: id, args }]).bindings).length > 0) return []
  const validity = validateSchema(schema, args)
  if (validity.ok) return []
  return validity.errors.map((each) => ({ pointer: `${pointer}/args${each.pointer}`, message: each.message }))
}

function invalid(errors: Fault[]): Rejection {
  const [first] = errors
  const at = first?.pointer ? `${first.pointer}: ` : ''
  return { code: 'edit-invalid', message: `${at}${first?.message ?? 'not valid'}`, errors }
}
