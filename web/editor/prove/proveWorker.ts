import { Proof } from '../../../shared/prove/Proof.ts'
import type { ProofAnswer, ProofQuestion } from './runProof.ts'

/** States between two looks at whether somebody wants it to stop. */
const stretch = 200

let proof: Proof | null = null

addEventListener('message', ({ data }: MessageEvent<ProofQuestion | 'stop'>) => {
  if (data === 'stop') return proof?.stop()
  const { program, properties, maxStates } = data
  proof = new Proof(program, { maxStates, properties })
  goOn(proof)
})

/** A stretch at a time, so that a message in between is read. */
function goOn(going: Proof): void {
  going.explore(stretch)
  if (going.isDone) return postMessage({ is: 'done', report: going.report() } satisfies ProofAnswer)
  postMessage({ is: 'progress', states: going.states } satisfies ProofAnswer)
  setTimeout(() => goOn(going))
}
