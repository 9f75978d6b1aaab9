import type { Program } from '../../../shared/compile/program.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import type { ProofReport, StatedProperty, Violation } from '../../../shared/prove/proofReport.ts'
import { createPlayback } from '../../replay/playback.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import { noProperties } from './proofState.ts'

export type ProofQuestion = { program: Program; properties: readonly StatedProperty[]; maxStates: number }
export type ProofAnswer = { is: 'progress'; states: number } | { is: 'done'; report: ProofReport }

/** Proves on a thread of its own; aborting gives what is known by then. */
export type Prove = (
  question: ProofQuestion,
  onProgress: (states: number) => void,
  signal: AbortSignal,
) => Promise<ProofReport>

/** States looked at before somebody has to ask for more. */
export const usualStates = 50_000

export const proveOffThread: Prove = (question, onProgress, signal) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./proveWorker.ts', import.meta.url), { type: 'module' })
    signal.addEventListener('abort', () => worker.postMessage('stop'))
    worker.addEventListener('message', ({ data }: MessageEvent<ProofAnswer>) => {
      if (data.is === 'progress') return onProgress(data.states)
      worker.terminate()
      resolve(data.report)
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message))
    })
    worker.postMessage(question)
  })

/** Proves the loop as it is compiled now, with the policies of the workspace. What is wrong is said instead. */
export async function runProof(
  store: EditorStore,
  signal: AbortSignal,
  { maxStates = usualStates, prove = proveOffThread }: { maxStates?: number; prove?: Prove } = {},
): Promise<void> {
  const { program, graph, policySet, setProving, announce } = store.getState()
  if (!program) return setProving({ type: 'failed', message: 'The loop has errors; mend them first.' })
  const properties = graph.properties ?? noProperties
  setProving({ type: 'running', states: 0 })
  try {
    const report = await prove(
      {
        program: withPolicySet(program, policySet),
        properties: properties.map(({ at = 'always', ...property }) => ({ ...property, at })),
        maxStates,
      },
      (states) => setProving({ type: 'running', states }),
      signal,
    )
    store.getState().setProof({ program, properties, policySet, report })
    setProving({ type: 'idle' })
    const [first] = report.violations
    if (first) openViolation(store, first)
    announce(inWords(report))
  } catch (error) {
    setProving({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

/** Shows a violation: its run on the canvas, at its end, or the node that no run comes to. */
export function openViolation(store: EditorStore, violation: Violation): void {
  const { proof, setOpenViolation, select, canvas, graph } = store.getState()
  if (!proof) return
  const playback = createPlayback({ program: proof.program, events: violation.trace })
  playback.getState().seek(violation.trace.length)
  setOpenViolation({ violation, program: proof.program, playback })
  const { node } = violation.at
  if (node === null || !graph.nodes.some(({ id }) => id === node)) return
  select({ nodes: [node] })
  canvas?.reveal([node])
}

function inWords({ violations, explored }: ProofReport): string {
  const bounds = explored.complete ? '' : ', and not everything was looked at'
  if (violations.length === 0) return `No violation found in ${explored.states} states${bounds}`
  return `${violations.length} ${violations.length === 1 ? 'violation' : 'violations'} found${bounds}`
}
