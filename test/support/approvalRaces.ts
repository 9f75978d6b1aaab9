import fc from 'fast-check'
import { seal } from '../../shared/audit/seal.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { ApprovalDecision, Command } from '../../shared/engine/command.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { evolve } from '../../shared/engine/evolve.ts'
import { pending } from '../../shared/engine/pending.ts'
import { doerOf, type Person } from '../../shared/engine/person.ts'
import { replay } from '../../shared/engine/replay.ts'
import { initialState, type RunState } from '../../shared/engine/state.ts'
import { accept, startAt } from './given.ts'

/** One thing that people, time or the host do; the numbers choose among what is there. */
export type Move =
  | {
      move: 'decide'
      who: string
      which: number
      what: 'grant' | 'deny' | 'edit' | 'send-back'
      value: number
      stale: boolean
    }
  | { move: 'remark'; who: string; which: number; to: string | null; text: boolean }
  | { move: 'settle'; which: number; ok: boolean }
  | { move: 'again' }
  | { move: 'crash' }
  | { move: 'pass'; ms: number }
  | { move: 'operate'; what: 'pause' | 'resume' | 'cancel' }

/** By the names that they come with: whom these stand for. Of `cat` the host knows the name alone. */
const people: Record<string, Person | undefined> = {
  starter: { id: 'person:starter' },
  'starter’s token': { id: 'token:1', lineage: ['person:starter'] },
  ann: { id: 'person:ann' },
  'ann’s token': { id: 'token:2', lineage: ['person:ann'] },
  'its token': { id: 'token:3', lineage: ['token:2', 'person:ann'] },
  bob: { id: 'token:4' },
  'bob’s token': { id: 'token:5', lineage: ['token:4'] },
  cat: undefined,
}

/** Who sits behind a name. */
export const humanOf = (name: string): string => {
  const person = people[name]
  return person?.lineage?.at(-1) ?? person?.id ?? name
}

export const arbitraryMoves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        move: fc.constant('decide' as const),
        who: fc.constantFrom(...Object.keys(people)),
        which: fc.nat(20),
        what: fc.constantFrom('grant', 'grant', 'grant', 'grant', 'deny', 'edit', 'send-back'),
        value: fc.nat(120),
        stale: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        move: fc.constant('remark' as const),
        who: fc.constantFrom(...Object.keys(people)),
        which: fc.nat(20),
        to: fc.option(fc.constantFrom(...Object.keys(people))),
        text: fc.boolean(),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        move: fc.constant('settle' as const),
        which: fc.nat(10),
        ok: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ move: 'again' as const }) },
    { weight: 1, arbitrary: fc.constant({ move: 'crash' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ move: fc.constant('pass' as const), ms: fc.constantFrom(1, 1000, 61_000) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        move: fc.constant('operate' as const),
        what: fc.constantFrom('pause', 'resume', 'resume', 'cancel'),
      }),
    },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
)

/** What happened: each turn with the state after it. */
export type Race = {
  log: RunEvent[]
  state: RunState
  turns: { command: Command; state: RunState }[]
  /** Decisions that were taken about something else than what was asked, or too late. */
  wrong: string[]
}

/** Plays the moves against a run that `starter` started. What is refused leaves everything as it was. */
export function race(program: Program, moves: readonly Move[]): Race {
  let state: RunState = initialState
  let log: RunEvent[] = []
  let at = startAt
  let last: Command | null = null
  const turns: Race['turns'] = []
  const wrong: string[] = []
  const give = (command: Command) => {
    const decision = decide(program, state, command)
    last = command
    if (!decision.ok) return
    wrong.push(...wrongly(state, command))
    const events = seal(log.at(-1) ?? null, Math.max(at, command.at), 'c'.repeat(32), decision.events)
    state = events.reduce(evolve, state)
    log = [...log, ...events]
    turns.push({ command, state })
  }
  const request = {
    source: 'api' as const,
    method: 'POST',
    headers: {},
    by: 'starter',
    person: { id: humanOf('starter') },
  }
  give(accept({ n: 100 }, { request }))
  for (const move of moves) {
    at += 1
    switch (move.move) {
      case 'decide': {
        const command = decisionOf(state, move, at)
        if (command) give(command)
        break
      }
      case 'remark': {
        const command = remarkOf(state, move, at)
        if (command) give(command)
        break
      }
      case 'settle': {
        const owed = pending(program, state).filter((effect) => effect.kind === 'action')
        const effect = owed[move.which % Math.max(1, owed.length)]
        if (!effect) break
        const { id, iteration, step, attempt } = effect
        const error = { class: 'http' as const, message: 'No', retryable: false, mayHaveHappened: false }
        const result = move.ok ? { ok: true as const, output: {} } : { ok: false as const, error }
        give({ type: 'settle-step', at, effect: id, iteration, step, attempt, result })
        break
      }
      case 'again':
        if (last) give({ ...(last as Command), at })
        break
      case 'crash':
        state = replay(log)
        give({ type: 'recover', at })
        break
      case 'pass':
        at += move.ms
        give({ type: 'tick', at })
        break
      case 'operate':
        give(
          move.what === 'cancel'
            ? { type: 'cancel', at, by: 'op', reason: '', compensate: true }
            : { type: move.what, at, by: 'op', reason: '' },
        )
    }
  }
  return { log, state, turns, wrong }
}

function wrongly(state: RunState, command: Command): string[] {
  if (command.type !== 'decide-approval' || state.status !== 'active') return []
  const approval = state.approvals.find(({ id }) => id === command.approval)
  if (!approval) return [`${command.approval} is decided, which nobody asked for`]
  if (approval.status !== 'open') return [`${approval.id} is decided after it was ${approval.status}`]
  if (approval.deadline <= command.at) return [`${approval.id} is decided too late`]
  return approval.subject.digest === command.digest ? [] : [`${approval.id} is decided by another digest`]
}

function decisionOf(state: RunState, move: Extract<Move, { move: 'decide' }>, at: number): Command | null {
  if (state.status === 'new') return null
  const { approvals } = state
  // Mostly of what is open, sometimes of what is over.
  const open = approvals.filter(({ status }) => status === 'open')
  const among = open.length > 0 && move.which % 4 !== 0 ? open : approvals
  const approval = among[move.which % Math.max(1, among.length)]
  if (!approval) return null
  const other = approvals[(move.which + 1) % approvals.length] ?? approval
  const digest = move.stale ? other.subject.digest : approval.subject.digest
  const step = approval.subject.of === 'step' ? approval.subject.step : 'pay'
  return {
    type: 'decide-approval',
    at,
    approval: approval.id,
    ...doerOf({ by: move.who, person: people[move.who] }),
    note: null,
    digest,
    ...what(move, step),
  }
}

function remarkOf(state: RunState, move: Extract<Move, { move: 'remark' }>, at: number): Command | null {
  if (state.status === 'new') return null
  const approval = state.approvals[move.which % Math.max(1, state.approvals.length)]?.id
  if (approval === undefined) return null
  const doer = doerOf({ by: move.who, person: people[move.who] })
  if (move.text) return { type: 'comment-approval', at, approval, ...doer, text: 'Look at it.' }
  const { to: name } = move
  const person = name === null ? undefined : people[name]
  const to = name === null ? null : { name, role: 'admin', ...(person ? { person } : {}) }
  return { type: 'assign-approval', at, approval, ...doer, to, note: null }
}

function what({ what: kind, value }: Extract<Move, { move: 'decide' }>, step: string): ApprovalDecision {
  switch (kind) {
    case 'grant':
    case 'deny':
      return { decision: kind }
    case 'edit':
      return { decision: 'edit', changes: [{ step: step.replace(/\[\d+\]$/, ''), args: { n: value } }] }
    case 'send-back':
      return { decision: 'send-back', to: value % 5 === 0 ? 'later' : 'plan', feedback: `Take ${value}.` }
  }
}
