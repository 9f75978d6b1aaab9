import type { Program, ProgramAction } from '../compile/program.ts'
import { effectOf, startedSteps } from '../engine/evolvePlanning.ts'
import type { Plan } from '../engine/plan.ts'
import { plannedAt } from '../engine/planned.ts'
import { mayHaveHappened } from '../engine/standing.ts'
import type {
  ActiveRun,
  Approval,
  Iteration,
  PastStep,
  Phase,
  RunRecord,
  StepState,
} from '../engine/state.ts'
import type { Memory } from './Guesses.ts'
import { type History, historyForm } from './history.ts'
import { alikeIn, fewOf, planForm } from './planForm.ts'
import type { ProgramFacts } from './programFacts.ts'

/** What a member of the state adds to the form; null where no decision to come depends on it. */
type Part<K extends keyof ActiveRun> =
  | ((value: ActiveRun[K], state: ActiveRun, facts: ProgramFacts) => string)
  | null

/**
 * What of a state decides what can come. Times, ids, texts and what was counted but never compared are left out, so that states which
 * differ in nothing else are one. Each member of the state stands here: a new one does not compile until somebody says what it means.
 */
const parts: { [K in keyof ActiveRun]: Part<K> } = {
  status: null,
  run: null,
  loop: null,
  program: null,
  input: null,
  request: null,
  seed: null,
  parent: null,
  fork: null,
  policySet: null,
  recent: null,
  observedAt: null,
  startedAt: null,
  // Deadlines are told from the start of the run.
  at: (at, state) => String(at - state.startedAt),
  iteration: (iteration, state, facts) => (iteration ? iterationForm(iteration, state, facts) : ''),
  past: (past, state, facts) => effectForms(past, state, facts),
  plans: null,
  started: (started, _state, { stepsFrom }) => (started >= stepsFrom ? String(started) : ''),
  startedByChildren: null,
  costUsd: (cost, _state, { countsCost }) => (countsCost ? String(cost) : ''),
  verdict: (verdict, state, facts) => (verdict ? verdictForm(verdict, state, facts) : ''),
  passed: (passed) => passed?.verifier ?? '',
  recentFailures: null,
  judgedBy: (judgedBy) => judgedBy.join(' '),
  pace: null,
  repeated: null,
  reached: (reached, state) => reachedForm(reached, state),
  stop: (stop) => stop?.reason ?? '',
  approvals: (approvals, state) => approvals.flatMap((approval) => approvalForm(approval, state)).join(' '),
  sentBack: (sentBack) => (sentBack ? 'sent back' : ''),
  planners: (planners) => planners.join(' '),
  leases: (leases, { iteration }) =>
    leases
      .map((lease) => `${lease.iteration === iteration?.number} ${lease.step} ${lease.resource}`)
      .join(' '),
  undone: null,
  notUndone: null,
  late: null,
  children: (children) => String(children.length),
  signals: (signals) => signals.map(({ name }) => name).join(' '),
  signalIds: null,
  phase: (phase) => phaseForm(phase),
  undoing: (undoing) => (undoing ? `${undoing.action} ${undoing.attempt} ${undoing.probing !== null}` : ''),
  paused: null,
  cancel: (cancel) => (cancel ? String(cancel.compensate) : ''),
}

/** The form of a state that waits: equal for states from which the same can come. */
export function formOf(facts: ProgramFacts, state: ActiveRun, memory: Memory, history: History): string {
  const end = endAhead(facts, state)
  if (end !== null)
    return `${end} ${effectForms(allStarted(state), state, facts)} ${state.undoing?.action ?? ''} ${awaitedBesides(state)}`
  const own = Object.keys(parts).map((key) => partOf(key as keyof ActiveRun, state, facts))
  const guesses = [...memory]
    .flatMap(([key, { chosen, isInPlan }]) => (isInPlan ? [] : [`${key}=${chosen}`]))
    .toSorted()
  return [...own, guesses.join('\n'), historyForm(history)].join('|')
}

/** How a run ends that only undoes what it did before that; null for one to which other things can happen. */
function endAhead({ program }: ProgramFacts, { cancel, phase, undoing }: ActiveRun): string | null {
  if (cancel) return 'cancelled'
  if (phase.at !== 'judged' || !undoing) return null
  return phase.to === null || Object.hasOwn(program.outcomes, phase.to) ? `undone ${phase.to}` : null
}

/** How much else it waits for before it ends: each that comes is to lead on. */
function awaitedBesides({ iteration, leases, undoing }: ActiveRun): string {
  const open = iteration?.steps.filter((step) => step.status === 'running' || step.status === 'probing') ?? []
  return `${open.length} ${leases.length} ${undoing?.attempt} ${undoing?.probing != null}`
}

function partOf<K extends keyof ActiveRun>(key: K, state: ActiveRun, facts: ProgramFacts): string {
  return parts[key]?.(state[key], state, facts) ?? ''
}

function phaseForm(phase: Phase): string {
  switch (phase.at) {
    case 'queued':
    case 'proposed':
    case 'acting':
      return phase.at
    case 'input':
      return `input ${phase.checked}`
    case 'delayed':
      return `delayed ${phase.planner}`
    case 'planning':
      return `planning ${phase.ask?.number} ${JSON.stringify(phase.ask?.asked.map(({ answer }) => answer && (answer.ok ? answer.proposal : 'none')))}`
    case 'verifying':
      return `verifying ${phase.verifier} ${phase.checks.map(({ check, result }) => `${check} ${result}`).join(' ')} ${JSON.stringify(phase.asking?.votes.map((vote) => vote.ok && vote.result))}`
    case 'judged':
      return `judged ${phase.to}`
    case 'approval':
      return `approval ${phase.node}`
    case 'stopped':
      return `stopped ${phase.planner}`
  }
}

function iterationForm(iteration: Iteration, state: ActiveRun, facts: ProgramFacts): string {
  const { number, planner, because, sentBack, asks, avoid, plan, amended, held, judged } = iteration
  const why = because ? `${because.verifier} ${because.verdict}` : ''
  const isOver = isIterationOver(state, facts)
  const steps = isOver
    ? effectForms(startedSteps(iteration), state, facts)
    : plan
      ? stepForms(iteration, plan, state, facts)
      : ''
  return [
    number,
    planner,
    why,
    sentBack ? 'sent back' : '',
    asks,
    avoid.join(' '),
    plan && !isOver ? planForm(facts, plan) : '',
    amended,
    held.map(({ policy, subject }) => `${policy} ${subject}`).join(' '),
    judged.join(' '),
    steps,
  ].join(';')
}

/** Nobody looks at the steps again: what is left is to undo them, or to go on. */
function isIterationOver({ phase }: ActiveRun, { program }: ProgramFacts): boolean {
  if (phase.at !== 'judged') return false
  const { to } = phase
  return to === null || Object.hasOwn(program.outcomes, to) || Object.hasOwn(program.planners, to)
}

function stepForms(iteration: Iteration, plan: Plan, state: ActiveRun, facts: ProgramFacts): string {
  const { steps, expanded } = iteration
  const form = (place: number) => {
    const step = plannedAt(iteration, place)
    const now = steps[place]
    const action = step && facts.program.actions[step.action]
    if (!step || !now || !action) return ''
    const isUndone = state.undone.includes(effectOf(state, { iteration: iteration.number, step: step.id }))
    const own = stepForm(now, action)
    const isOver = own.length === 1 && isPlain(action) && isLast(place, iteration, plan, facts)
    return isUndone ? '-' : isOver && (own === 'S' || own === 's') ? '.' : own
  }
  const alike = alikeIn(facts, plan)
  const ofPlan = plan.steps.flatMap((_, place) => (alike.has(place) ? [] : [form(place)]))
  // Of steps that are alike it makes no difference which came to what.
  const ofAlike = fewOf([...alike].map(([place, kind]) => `${kind}:${form(place)}`))
  // Which of the items of a step it was makes no difference.
  const ofItems = expanded.map(({ place, first, items }) =>
    [place, ...items.map((_, index) => form(first + index)).toSorted()].join(''),
  )
  // Each that settles is to lead on.
  const open = [...alike.keys()].filter((place) => !isSettled(steps[place])).length
  return `${ofPlan.join(',')}/${open} ${ofAlike.join(',')}/${ofItems.toSorted().join(',')}`
}

function isSettled(step: StepState | undefined): boolean {
  switch (step?.status) {
    case undefined:
    case 'waiting':
    case 'mapping':
    case 'running':
    case 'probing':
      return false
    case 'succeeded':
    case 'failed':
    case 'uncertain':
    case 'skipped':
      return true
  }
}

function stepForm(now: StepState, action: ProgramAction): string {
  switch (now.status) {
    case 'waiting':
      return 'w'
    case 'mapping':
      return 'm'
    case 'running':
      return 'r'
    case 'probing':
      return 'p'
    case 'succeeded':
      return 'S'
    case 'uncertain':
      return 'U'
    case 'failed':
      return now.began && now.error.mayHaveHappened && !isHarmless(action) ? 'F?' : 'F'
    case 'skipped':
      return now.reason === 'limit' || now.reason === 'cancelled' ? `s${now.reason}` : 's'
  }
}

/** What it did, if anything, can't matter any more: nothing is undone, nothing is known of it. */
function isPlain(action: ProgramAction): boolean {
  return isHarmless(action) && action.gives.length === 0
}

function isHarmless({ reversibility, undo }: ProgramAction): boolean {
  return (reversibility === 'pure' || reversibility === 'idempotent') && undo === null
}

/** Whether nothing that is to come looks at the step. */
function isLast(place: number, { steps }: Iteration, plan: Plan, { readSteps }: ProgramFacts): boolean {
  const step = plan.steps[place]
  if (!step || step.map || readSteps === null || readSteps.has(step.id)) return false
  return plan.steps.every((other, at) => {
    const waits = other.after.includes(step.id) || other.insteadOf === step.id
    const status = steps[at]?.status
    return !waits || (status !== 'waiting' && status !== 'mapping')
  })
}

function allStarted(state: RunRecord): PastStep[] {
  return [...state.past, ...startedSteps(state.iteration)]
}

/** Started steps matter as long as they can be undone or stand, and for the facts that they gave: one of an action as much as several. */
function effectForms(steps: readonly PastStep[], state: ActiveRun, facts: ProgramFacts): string {
  const forms = steps.flatMap((step) => effectForm(step, state, facts))
  // While they are undone, each undo is to lead on.
  const left = state.undoing || state.cancel ? `${forms.length} ` : ''
  return `${left}${[...new Set(forms)].toSorted().join(' ')}`
}

/** Whether what could not be undone still matters: not where the run is to end with nothing more to answer for. */
function asksWhatStands({ cancel, phase }: ActiveRun, { outcomes }: Program): boolean {
  if (cancel) return false
  if (phase.at !== 'judged') return true
  if (phase.to === null) return false
  const end = Object.hasOwn(outcomes, phase.to) ? outcomes[phase.to]?.status : undefined
  return end !== 'rolled-back' && end !== 'succeeded'
}

function effectForm(step: PastStep, state: ActiveRun, { program }: ProgramFacts): string[] {
  const action = program.actions[step.action]
  const effect = effectOf(state, step)
  if (!action || isPlain(action) || state.undone.includes(effect) || !mayHaveHappened(step)) return []
  const isToUndo = step.status === 'succeeded' || action.undoOn.includes(step.status)
  const isGivenUp = state.notUndone.includes(effect)
  if (isGivenUp && !asksWhatStands(state, program)) return []
  const given = action.gives.length > 0 ? step.status : ''
  return [`${step.action} ${isToUndo} ${isGivenUp} ${given}`]
}

function verdictForm(
  verdict: NonNullable<ActiveRun['verdict']>,
  state: ActiveRun,
  facts: ProgramFacts,
): string {
  const { verifier, iteration, risk, checks } = verdict
  const details = facts.readsVerdict
    ? ` ${risk} ${checks.map(({ check, result }) => `${check} ${result}`).join(' ')}`
    : ''
  return `${verifier} ${verdict.verdict} ${iteration === state.iteration?.number}${details}`
}

function reachedForm(reached: ActiveRun['reached'], state: ActiveRun): string {
  return Object.entries(reached)
    .map(([host, { reachable, plan }]) => `${host} ${reachable} ${plan === state.plans}`)
    .toSorted()
    .join(' ')
}

/** A settled approval matters to what it was about, as long as that is at hand. */
function approvalForm({ subject, status, grantedBy }: Approval, state: ActiveRun): string[] {
  const { iteration } = state
  const own = `${subject.of} ${status} ${grantedBy.length}`
  switch (subject.of) {
    case 'input':
      return iteration ? [] : [own]
    case 'node':
      return status === 'open' ? [`${own} ${subject.node}`] : []
    case 'plan':
      return subject.digest === iteration?.plan?.digest ? [`${own} ${subject.policy}`] : []
    case 'step': {
      const steps = iteration?.steps ?? []
      const isAhead = steps.some(
        (now, place) =>
          now.status === 'waiting' && iteration !== null && plannedAt(iteration, place)?.id === subject.step,
      )
      return status === 'open' || isAhead ? [`${own} ${subject.policy} ${subject.step}`] : []
    }
    case 'verdict':
      return status === 'open' || state.phase.at === 'verifying'
        ? [`${own} ${subject.policy} ${subject.verifier}`]
        : []
  }
}

/** The started steps of a run that stand, or may stand: settled, and not undone. */
export function standingSteps(state: RunRecord): PastStep[] {
  return allStarted(state).filter(
    (step) => mayHaveHappened(step) && !state.undone.includes(effectOf(state, step)),
  )
}
