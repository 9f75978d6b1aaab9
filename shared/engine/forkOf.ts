import type { Program } from '../compile/program.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Rejection } from './command.ts'
import type { EffectId, EventOf, RunEvent } from './event.ts'
import { evolve } from './evolve.ts'
import { planBefore, sentBackBefore } from './evolvePlanning.ts'
import { factsOf } from './facts.ts'
import type { Carried, Fork } from './fork.ts'
import { type ActiveRun, initialState, type RunState } from './state.ts'

/** A run that is to be forked: its log, at least up to the iteration, and the effects that it has undone by now. */
export type ForkSource = { program: Program; events: readonly RunEvent[]; undone: readonly EffectId[] }

export type ForkAt = { iteration: number; reason: string; otherInput: boolean }

type Begun = RunEvent & { type: 'iteration.started' }

/**
 * What a run has to know that begins, under some program, where another began an iteration. Nothing is in flight there, so nothing can
 * happen twice.
 */
export function forkOf(
  { program, events, undone }: ForkSource,
  under: Program,
  { iteration, reason, otherInput }: ForkAt,
): { ok: true; fork: Fork } | { ok: false; rejection: Rejection } {
  const begun = events.filter((event): event is Begun => event.type === 'iteration.started')
  const at = begun.find(({ data }) => data.iteration === iteration)
  const before = at && stateBefore(events, at.seq)
  if (!at || before?.status !== 'active') return { ok: false, rejection: noIteration(iteration, begun) }
  const fork: Fork = {
    run: before.run,
    seq: at.seq,
    hash: at.hash,
    version: before.program,
    iteration,
    reason,
    ...(otherInput ? {} : { observedAt: before.observedAt }),
    ...(iteration === 1 ? {} : { carried: carriedBy(program, { ...before, undone }, under, at.data) }),
  }
  return { ok: true, fork }
}

function stateBefore(events: readonly RunEvent[], seq: number): RunState {
  let state: RunState = initialState
  for (const event of events) if (event.seq < seq) state = evolve(state, event)
  return state
}

function noIteration(iteration: number, begun: readonly Begun[]): Rejection {
  const numbers = begun.map(({ data }) => data.iteration)
  const [first, last] = [numbers[0], numbers.at(-1)]
  const known =
    first === undefined
      ? 'It began none.'
      : first === last
        ? `It has iteration ${first} alone.`
        : `It has iterations ${first} to ${last}.`
  const message = `The run began no iteration ${iteration}. ${known}`
  return { code: 'fork-invalid', message, errors: [{ pointer: '/iteration', message }] }
}

/** `state` is that before the iteration, but for what was undone since: what is not so any more is no fact. */
function carriedBy(
  program: Program,
  state: ActiveRun,
  under: Program,
  { planner, because }: EventOf<'iteration.started'>['data'],
): Carried {
  const previous = planBefore(state)
  const back = sentBackBefore(state, planner)
  return {
    planner,
    because,
    facts: [...factsOf(program, state)].flatMap(([name, fact]) =>
      isGivenBy(under, fact.action, name) ? [{ name, ...fact }] : [],
    ),
    verdict: state.verdict && {
      ...state.verdict,
      reasons: [...state.verdict.reasons],
      checks: [...state.verdict.checks],
    },
    passed: state.passed,
    previous: previous && {
      digest: previous.digest,
      steps: previous.steps.map(({ id, action, args, after }) => ({ id, action, args, after })),
    },
    sentBack: back && { approval: back.approval, by: back.by, feedback: back.feedback, to: back.to },
    approvals: inOrder(under, [...grantedIn(state), ...approvalsBefore(under, planner)]),
  }
}

/** A fact that no action of the program gives could neither be renewed nor grow old. */
function isGivenBy({ actions }: Program, action: NodeId, name: string): boolean {
  return Object.hasOwn(actions, action) && actions[action]?.gives.includes(name) === true
}

function grantedIn({ approvals, fork }: ActiveRun): NodeId[] {
  const granted = approvals.flatMap(({ subject, status }) =>
    subject.of === 'node' && status === 'granted' ? [subject.node] : [],
  )
  return [...(fork?.carried?.approvals ?? []), ...granted]
}

/** Each once, and none before one that every way to it leads past: it may be denied, and lead on from there. */
function inOrder(program: Program, approvals: NodeId[]): NodeId[] {
  const depth = (node: NodeId) => approvalsBefore(program, node).length
  return [...new Set(approvals)].sort((one, other) => depth(one) - depth(other))
}

/** The approval nodes that every way to a node leads past. */
function approvalsBefore(program: Program, to: NodeId): NodeId[] {
  if (!isReached(program, to)) return []
  return Object.keys(program.approvals).filter((node) => node !== to && !isReached(program, to, node))
}

/** Whether a node can be come to, without another where one is named. */
function isReached(program: Program, to: NodeId, without?: NodeId): boolean {
  const seen = new Set([without])
  const next: NodeId[] = [program.trigger.to]
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if (node === to) return true
    if (seen.has(node)) continue
    seen.add(node)
    next.push(...routesFrom(program, node))
  }
  return false
}

function routesFrom(program: Program, node: NodeId): NodeId[] {
  const verifier = program.planners[node]?.verifier
  if (verifier !== undefined) return [verifier]
  const routes = program.verifiers[node]?.routes ?? program.approvals[node]?.routes
  return Object.values<NodeId | null>(routes ?? {}).filter((route) => route !== null)
}
