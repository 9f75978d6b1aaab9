import type { Program } from '../compile/program.ts'
import type { ChildBudget } from './event.ts'
import { planIndex } from './planIndex.ts'
import { type Planned, plannedAt } from './planned.ts'
import { findStandIns } from './standIns.ts'
import type { ActiveRun, Iteration } from './state.ts'
import { stepProgress } from './stepProgress.ts'
import { isChild } from './waiting.ts'

/** How many steps the run may start: what its parent gave it bounds a child, too. */
export function mostSteps(program: Program, { parent }: Pick<ActiveRun, 'parent'>): number {
  return parent ? Math.min(program.limits.steps, parent.budget.steps) : program.limits.steps
}

/** What the run may cost. */
export function mostCost(program: Program, { parent }: Pick<ActiveRun, 'parent'>): number {
  return parent ? Math.min(program.limits.costUsd, parent.budget.costUsd) : program.limits.costUsd
}

/** Whether it is more than may be. Sums of amounts are not exact, so a billionth of a dollar is none. */
export function isDearer(costUsd: number, most: number): boolean {
  return costUsd - most > 1e-9
}

/** What is spent, and what is spoken for: the cost that running steps declare, and all that was given to children. */
export function committed(program: Program, state: ActiveRun): ChildBudget {
  let costUsd = state.costUsd + costOfRunning(program, state)
  let steps = state.started + state.startedByChildren
  for (const { action, budget } of state.children) {
    // Logs of before a budget was shared say nothing of it.
    costUsd += budget?.costUsd ?? program.actions[action]?.costUsd ?? 0
    steps += budget?.steps ?? 0
  }
  return { costUsd, steps }
}

/** What running steps declare. A child is not among them: it counts with what it was given. */
function costOfRunning(program: Program, { iteration }: ActiveRun): number {
  if (!iteration?.plan) return 0
  const { running, probing } = stepProgress(iteration.plan, iteration)
  let cost = 0
  for (const place of [...running, ...probing]) {
    const action = program.actions[plannedAt(iteration, place)?.action ?? '']
    if (!isChild(action)) cost += action?.costUsd ?? 0
  }
  return cost
}

/** What can still be given away. */
export function unreserved(program: Program, state: ActiveRun): ChildBudget {
  const taken = committed(program, state)
  return {
    costUsd: Math.max(0, mostCost(program, state) - taken.costUsd),
    steps: Math.max(0, mostSteps(program, state) - taken.steps),
  }
}

/**
 * What a child run gets that is to be started now, before it is. Its cost is what its action declares, else an equal share, among the
 * children that the plan has still to start, of what is left when the other steps have what they declare. Its steps are such
 * a share of what is left when each step that has not started has one.
 */
export function budgetForChild(
  program: Program,
  state: ActiveRun,
  iteration: Iteration,
  step: Planned,
): ChildBudget {
  const left = unreserved(program, state)
  const declared = declaredBy(program, step.action)
  const waiting = countWaiting(program, iteration)
  const ownInstead = costOfStandIns(program, iteration, step)
  const shared = Math.max(0, left.costUsd - waiting.costUsd + ownInstead) / Math.max(1, waiting.sharing)
  return {
    costUsd: declared > 0 ? Math.min(declared, left.costUsd) : shared,
    steps: Math.max(0, Math.floor((left.steps - waiting.steps) / Math.max(1, waiting.children))),
  }
}

function declaredBy(program: Program, action: string): number {
  return program.actions[action]?.costUsd ?? 0
}

type Waiting = {
  /** How many steps have not started, and what they declare. */
  steps: number
  costUsd: number
  /** How many of them are child runs, and of those, how many that declare no cost. */
  children: number
  sharing: number
}

/** Counts by actions, so that no step of many is looked at each time. */
function countWaiting(program: Program, iteration: Iteration): Waiting {
  const waiting: Waiting = { steps: 0, costUsd: 0, children: 0, sharing: 0 }
  if (!iteration.plan) return waiting
  for (const [id, count] of stepProgress(iteration.plan, iteration).waitingByAction) {
    const costUsd = declaredBy(program, id)
    waiting.steps += count
    waiting.costUsd += count * costUsd
    if (!isChild(program.actions[id])) continue
    waiting.children += count
    if (costUsd === 0) waiting.sharing += count
  }
  return waiting
}

/** What is tried instead of a step that failed comes only when that has given back what it did not use. */
function costOfStandIns(program: Program, { plan, steps }: Iteration, { id, item }: Planned): number {
  if (!plan) return 0
  const standIns = findStandIns(plan)
  let cost = 0
  let place = standIns.standIn(item?.of ?? planIndex(plan).get(id) ?? -1)
  for (; place !== undefined; place = standIns.standIn(place))
    if (steps[place]?.status === 'waiting') cost += declaredBy(program, plan.steps[place]?.action ?? '')
  return cost
}
