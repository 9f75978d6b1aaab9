import type { Program } from '../compile/program.ts'
import type { Command } from '../engine/command.ts'
import type { Effect } from '../engine/effect.ts'
import { timerEffectId } from '../engine/effectId.ts'
import { endOfTime } from '../engine/limits.ts'
import { pending } from '../engine/pending.ts'
import { plannedAt } from '../engine/planned.ts'
import type { ActiveRun, Approval } from '../engine/state.ts'
import { stepProgress } from '../engine/stepProgress.ts'
import { waitOf } from '../engine/waiting.ts'
import { askingNode } from './askingNode.ts'
import { outcomesOf, type Untimed } from './outcomes.ts'
import { symbol } from './symbols.ts'

/** Something that can happen to a run that waits. */
export type Move = { command: Command; words: string }

export type Moves = {
  moves: Move[]
  /** Whether nothing that the run itself waits for can happen: only its time can run out. */
  isStuck: boolean
}

/**
 * What can happen next. Of several things that are awaited at once one is taken first, since the engine comes to the same whichever of
 * them comes first; besides, the time of the run can be up, and an operator can cancel it.
 */
export function movesOf(program: Program, state: ActiveRun): Moves {
  const effects = pending(program, state)
  const own = ownMoves(program, state, effects)
  const isHousekeeping = effects.some(isHousehold)
  const besides = isHousekeeping || own === null ? [] : fromOutside(program, state)
  return { moves: [...(own ?? []), ...besides], isStuck: own !== null && own.length === 0 }
}

function isHousehold({ kind }: Effect): boolean {
  return kind === 'release-lease' || kind === 'acquire-lease'
}

function ownMoves(program: Program, state: ActiveRun, effects: readonly Effect[]): Move[] | null {
  const household = effects.find(isHousehold)
  const first =
    household ?? effects.find((effect) => effect.kind !== 'timer' && effect.kind !== 'cancel-child')
  if (first) return outcomesOf(program, first).map(({ command, words }) => now(state, command, words))
  const open = state.approvals.find(({ status }) => status === 'open')
  if (open && !state.cancel) return decisionsOn(program, state, open)
  return waitsOf(program, state, effects)
}

function now(state: ActiveRun, command: Untimed, words: string): Move {
  return { command: { ...command, at: state.at } as Command, words }
}

function decisionsOn(program: Program, state: ActiveRun, approval: Approval): Move[] {
  const name = nameOf(program, approval)
  const decide = {
    type: 'decide-approval' as const,
    approval: approval.id,
    by: `person ${approval.grantedBy.length + 1}`,
    note: null,
    digest: approval.subject.digest,
  }
  const sentBackTo = sendsBackTo(state, approval)
  return [
    now(state, { ...decide, decision: 'grant' }, `${name} is granted`),
    now(state, { ...decide, decision: 'deny' }, `${name} is denied`),
    { command: { type: 'tick', at: approval.deadline }, words: `nobody decides on ${name} in time` },
    ...sentBackTo.map((to) =>
      now(
        state,
        { ...decide, decision: 'send-back', to, feedback: symbol('feedback') },
        `${name} is sent back to “${to}”`,
      ),
    ),
  ]
}

/** An edit is left out: what it makes is a plan as any other, to be approved anew. */
function sendsBackTo(state: ActiveRun, { subject }: Approval): readonly string[] {
  return subject.of === 'input' ? [] : state.planners
}

function nameOf(program: Program, { subject }: Approval): string {
  const asking = 'policy' in subject ? (askingNode(subject.policy) ?? null) : null
  if (asking !== null && subject.of === 'step')
    return `approval “${program.approvals[asking]?.title ?? asking}” of step “${subject.step}”`
  switch (subject.of) {
    case 'node':
      return `approval “${program.approvals[subject.node]?.title ?? subject.node}”`
    case 'input':
      return `the approval of the input that policy “${subject.policy}” asks for`
    case 'plan':
      return `the approval of the plan that policy “${subject.policy}” asks for`
    case 'step':
      return `the approval of step “${subject.step}” that policy “${subject.policy}” asks for`
    case 'verdict':
      return `the approval of the verdict that policy “${subject.policy}” asks for`
  }
}

/** The event that a step waits for comes, or the time of the first wait is over. */
function waitsOf(program: Program, state: ActiveRun, effects: readonly Effect[]): Move[] {
  const timer = effects.find(
    (effect) => effect.kind === 'timer' && effect.id !== timerEffectId(state.run, 'duration'),
  )
  const moves: Move[] = awaitedEvents(program, state).map((name) =>
    now(
      state,
      {
        type: 'signal',
        id: `event ${state.signalIds.length + 1}`,
        name,
        data: symbol(`data of ${name}`),
        by: 'somebody',
      },
      `the event “${name}” comes`,
    ),
  )
  if (timer?.kind === 'timer')
    moves.push({ command: { type: 'tick', at: timer.at }, words: 'the time of a wait is over' })
  return moves
}

function awaitedEvents(program: Program, { iteration, phase }: ActiveRun): string[] {
  if (phase.at !== 'acting' || !iteration?.plan) return []
  const names = stepProgress(iteration.plan, iteration).waits.flatMap((place) => {
    const step = plannedAt(iteration, place)
    const what = step && waitOf(program, step.action)
    return what?.type === 'event' ? [what.event] : []
  })
  return [...new Set(names)].slice(0, 1)
}

function fromOutside(program: Program, state: ActiveRun): Move[] {
  if (state.cancel) return []
  const canEnd = state.phase.at !== 'judged' && state.phase.at !== 'stopped'
  return [
    ...(canEnd
      ? [
          {
            command: { type: 'tick' as const, at: endOfTime(program, state) },
            words: 'the time of the run is up',
          },
        ]
      : []),
    ...(state.undoing
      ? []
      : [
          now(
            state,
            { type: 'cancel', by: 'an operator', reason: '', compensate: true },
            'an operator cancels the run',
          ),
        ]),
  ]
}
