import { trialOf } from '../../../shared/cases/runCases.ts'
import { Mock } from '../../../shared/graph/mock.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import type { Trial, TrialAmendment, TrialMock } from '../../../shared/sim/trial.ts'
import { createPlayback } from '../../replay/playback.ts'
import { readJson } from '../model/readJson.ts'
import { simulatedIn } from '../model/simulated.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import type { ActionMock } from '../store/trySlice.ts'
import { endOf } from './endOf.ts'
import type { TrialAnswer } from './simulateTrial.ts'

/** Runs what is asked on a thread of its own; aborting ends the thread. */
export type Simulate = (question: Trial, signal: AbortSignal) => Promise<TrialAnswer>

export const simulateOffThread: Simulate = (question, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./tryWorker.ts', import.meta.url), { type: 'module' })
    const end = () => worker.terminate()
    signal.addEventListener('abort', () => {
      end()
      reject(signal.reason as Error)
    })
    worker.addEventListener('message', ({ data }: MessageEvent<TrialAnswer>) => {
      end()
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      end()
      reject(new Error(event.message))
    })
    worker.postMessage(question)
  })

/** Tries the loop as it is compiled now on the input as typed; the result is there to play. What is wrong is said instead. */
export async function runTrial(
  store: EditorStore,
  signal: AbortSignal,
  simulate: Simulate = simulateOffThread,
): Promise<void> {
  const { program, graph, tryInput, mocks, decision, sendsBack, triedTest, policySet, setTryStatus } =
    store.getState()
  // What a test says beyond the fields here, such as its time and the events that are posted, goes on to hold.
  const test = graph.cases?.find(({ id }) => id === triedTest)
  const input = readJson(tryInput ?? 'null', 'any')
  if (!program) return setTryStatus({ type: 'failed', message: 'The loop has errors; mend them first.' })
  if (!input.ok) return setTryStatus({ type: 'failed', message: `The input: ${input.message}` })
  const read = readMocks(mocks)
  if (!read.ok) return setTryStatus({ type: 'failed', message: read.message })
  setTryStatus({ type: 'running' })
  try {
    const question: Trial = {
      ...(test ? trialOf(program, test) : { program, startAt: Date.now() }),
      input: input.value,
      mocks: { ...postedEvents(graph.nodes), ...read.mocks },
      decision,
      ...(sendsBack === null ? {} : { amendments: [sendBack(sendsBack)] }),
      policySet,
    }
    const answer = await simulate(question, signal)
    const playback = createPlayback({ program, events: answer.events })
    playback.getState().seek(answer.events.length)
    store
      .getState()
      .setTrial({ program, question, playback, rejection: answer.rejection, refused: answer.refused })
    store.getState().setTryStatus({ type: 'idle' })
    const end = endOf(answer.events)
    store
      .getState()
      .announce(
        end ? `Simulated run ended: ${end.data.outcome}` : (answer.rejection ?? 'Simulated run stopped'),
      )
  } catch (error) {
    if (signal.aborted) return store.getState().setTryStatus({ type: 'idle' })
    store
      .getState()
      .setTryStatus({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

function sendBack(feedback: string): TrialAmendment {
  return { decision: 'send-back', feedback: feedback.trim() || 'Plan something else.' }
}

type ReadMocks = { ok: true; mocks: Record<string, TrialMock> } | { ok: false; message: string }

/** The mocks with their values read; the first value that is no JSON is told. */
export function readMocks(mocks: Readonly<Record<string, ActionMock>>): ReadMocks {
  const read: Record<string, TrialMock> = {}
  for (const [key, { mock, delayMs, probe }] of Object.entries(mocks)) {
    const value = mock.answers === 'value' ? readJson(mock.text, 'any') : null
    if (value && !value.ok) return { ok: false, message: `The mocked value of ${key}: ${value.message}` }
    const probed = probe === undefined ? null : readJson(probe, 'any')
    if (probed && !probed.ok) return { ok: false, message: `The mocked probe of ${key}: ${probed.message}` }
    const series = mock.answers === 'series' ? readSeries(mock.text) : null
    if (series && !series.ok) return { ok: false, message: `The mocked answers of ${key}: ${series.message}` }
    read[key] = {
      delayMs,
      mock:
        mock.answers === 'value'
          ? { answers: 'value', value: value?.value ?? null }
          : mock.answers === 'series'
            ? { answers: 'series', each: series?.each ?? [] }
            : mock,
      ...(probed ? { probe: probed.value } : {}),
    }
  }
  return { ok: true, mocks: read }
}

type Series = Extract<TrialMock['mock'], { answers: 'series' }>['each']

function readSeries(text: string): { ok: true; each: Series } | { ok: false; message: string } {
  const json = readJson(text, 'any')
  if (!json.ok) return json
  const read = Mock.safeParse({ delayMs: 0, mock: { answers: 'series', each: json.value } })
  if (read.success && read.data.mock.answers === 'series') return { ok: true, each: read.data.mock.each }
  return {
    ok: false,
    message: 'write a list of { "delayMs": 100, "mock": { "answers": … } }, each as a mock',
  }
}

/** Unless it is said otherwise the events that steps wait for are posted: a trial is to go on. */
function postedEvents(nodes: readonly Node[]): Record<string, TrialMock> {
  const events = simulatedIn(nodes).filter((each) => each.of === 'event')
  return Object.fromEntries(events.map(({ key }) => [key, { delayMs: 0, mock: { answers: 'sample' } }]))
}
