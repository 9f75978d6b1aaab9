import { callsIn } from '../../../shared/cases/answersOf.ts'
import { trialOf } from '../../../shared/cases/runCases.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Trial as Question } from '../../../shared/sim/trial.ts'
import { createPlayback } from '../../replay/playback.ts'
import { nodeOf } from '../model/connect.ts'
import { readJson } from '../model/readJson.ts'
import type { EditorState } from '../store/editorState.ts'
import type { Trial } from '../store/trySlice.ts'
import { endOf } from '../try/endOf.ts'
import { sampleInput } from '../try/sampleInput.ts'
import { sendBack } from '../try/sendBack.ts'
import { postedEvents, readMocks } from './readMocks.ts'
import { beforeNode, noBreakpoints, type Stopped, type Until } from './stops.ts'
import { stopTrial } from './stopTrial.ts'
import type { Advance, Ask } from './TrialSession.ts'
import type { TrialPort } from './trialPort.ts'

/** What of the loop is tried. `from` and `only` take what came before the node from the last trial, where that came to it. */
export type RunPlan = { run: 'whole' } | { run: 'to' | 'from' | 'only'; node: string }

/** What a trial is begun with, and how far it goes. */
type Prepared = { question: Question; until: Until }

/** Tries the loop as it is compiled now on the input as typed; the result is there to play. What is wrong is said instead. */
export async function runTrial(state: EditorState, plan: RunPlan = { run: 'whole' }): Promise<void> {
  stopTrial(state)
  const prepared = prepare(state, plan)
  if (!prepared.ok) return state.setTryStatus({ type: 'failed', message: prepared.message })
  const { question, until } = prepared.value
  const session = state.services.openTrial({ trial: question, graph: state.graph })
  state.setSession(session)
  const trial: Trial = {
    program: question.program,
    question,
    playback: createPlayback({ program: question.program, events: question.from?.events ?? [] }),
    rejection: null,
    refused: null,
    stopped: null,
  }
  const asked = plan.run === 'to' || plan.run === 'only' ? plan.node : null
  // Of one node nothing else is wanted on the way.
  const breakpoints = plan.run === 'only' ? noBreakpoints : state.breakpoints
  await walk(state, session, trial, { until, breakpoints }, asked)
}

/** Goes on with a trial that stands still: to the next node, the next iteration, or as far as it gets. */
export async function continueTrial(state: EditorState, until: Until): Promise<void> {
  const { session, trial } = state
  if (!session || !trial?.stopped) return
  await walk(state, session, { ...trial, stopped: null }, { until, breakpoints: state.breakpoints }, null)
}

async function walk(
  state: EditorState,
  session: TrialPort,
  trial: Trial,
  ask: Omit<Ask, 'mocks'>,
  asked: string | null,
): Promise<void> {
  const read = readMocks(state.mocks)
  if (!read.ok) return state.setTryStatus({ type: 'failed', message: read.message })
  const mocks = { ...postedEvents(state.graph.nodes), ...read.mocks }
  state.setTryStatus({ type: 'running' })
  try {
    const advance = await session.go({ ...ask, mocks })
    if (advance) show(state, session, { ...trial, question: { ...trial.question, mocks } }, advance, asked)
  } catch (error) {
    session.close()
    state.setSession(null)
    state.setTryStatus({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

function show(
  state: EditorState,
  session: TrialPort,
  trial: Trial,
  { events, stopped, rejection, refused }: Advance,
  asked: string | null,
): void {
  const { playback } = trial
  playback.getState().append(events)
  playback.getState().seek(playback.getState().events.length)
  if (!stopped) {
    session.close()
    state.setSession(null)
  }
  state.setTrial({ ...trial, stopped, rejection, refused })
  const isMissed = asked !== null && !stopped && rejection === null && !cameTo(state.graph, trial, asked)
  state.setTryStatus(
    isMissed ? { type: 'failed', message: missedWords(state.graph, asked) } : { type: 'idle' },
  )
  const end = endOf(playback.getState().events)
  state.announce(
    stopped
      ? `Simulated run stopped ${stoppedInWords(state.graph, stopped)}`
      : end
        ? `Simulated run ended: ${end.data.outcome}`
        : (rejection ?? 'Simulated run stopped'),
  )
}

const titleOf = (graph: Graph, node: string) => nodeOf(graph, node)?.title || node

function cameTo(graph: Graph, { program, playback }: Trial, node: string): boolean {
  const { events, stateAt, cursor } = playback.getState()
  return beforeNode(graph, program, events, stateAt, node, cursor) !== null
}

const missedWords = (graph: Graph, node: string) =>
  `With this input and these answers the run does not come to “${titleOf(graph, node)}”.`

/** Where a trial stands still, in words that follow “stopped”. */
export function stoppedInWords(graph: Graph, { why, node, edge }: Stopped): string {
  if (edge !== null) {
    const at = graph.edges.find(({ id }) => id === edge)
    const ends = at ? `${titleOf(graph, at.from.node)} → ${titleOf(graph, at.to.node)}` : edge
    return `at the breakpoint on ${ends}`
  }
  const at = `“${titleOf(graph, node ?? '')}”`
  switch (why) {
    case 'breakpoint':
      return `at the breakpoint on ${at}`
    case 'after':
      return `after ${at}`
    case 'iteration':
      return `at the next iteration, which ${at} plans`
    case 'step':
      return `at ${at}`
  }
}

type Read<T> = { ok: true; value: T } | { ok: false; message: string }

function prepare(state: EditorState, plan: RunPlan): Read<Prepared> {
  const { program, graph, tryInput, mocks, decision, sendsBack, triedTest, policySet } = state
  // What a test says beyond the fields here, such as its time and the events that are posted, goes on to hold.
  const test = graph.cases?.find(({ id }) => id === triedTest)
  const input = readJson(tryInput ?? sampleInput(graph), 'any')
  if (!program) return { ok: false, message: 'The loop has errors; mend them first.' }
  if (!input.ok) return { ok: false, message: `The input: ${input.message}` }
  const read = readMocks(mocks)
  if (!read.ok) return read
  const whole: Question = {
    ...(test ? trialOf(program, test) : { program, startAt: Date.now() }),
    input: input.value,
    mocks: { ...postedEvents(graph.nodes), ...read.mocks },
    decision,
    ...(sendsBack === null ? {} : { amendments: [sendBack(sendsBack)] }),
    policySet,
  }
  return { ok: true, value: planned(state, program, whole, plan) }
}

function planned(state: EditorState, program: Program, whole: Question, plan: RunPlan): Prepared {
  if (plan.run === 'whole') return { question: whole, until: { type: 'end' } }
  const { run, node } = plan
  if (run === 'to') return { question: whole, until: { type: 'after', node } }
  const until: Until = run === 'only' ? { type: 'after', node } : { type: 'end' }
  const question = fromLastTrial(state, program, whole, node)
  return { question: question ?? whole, until }
}

/** The trial that goes on where the last one came to the node; null where none did. */
function fromLastTrial(
  { trial, graph }: EditorState,
  program: Program,
  whole: Question,
  node: string,
): Question | null {
  if (!trial) return null
  const { events, stateAt, cursor } = trial.playback.getState()
  const count = beforeNode(graph, trial.program, events, stateAt, node, cursor)
  const [accepted] = events
  if (count === null || count === 0 || accepted?.type !== 'run.accepted') return null
  const before = events.slice(0, count)
  const { seed } = accepted.data
  const answered = callsIn(trial.program, before).counts()
  const { input } = trial.question
  return { ...whole, program, input, seed, startAt: accepted.at, from: { events: before, answered } }
}
