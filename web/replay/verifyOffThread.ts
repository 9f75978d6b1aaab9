import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { type Verification, verifyRun } from './verifyRun.ts'

/** From this many events on, hashing would be felt on the page's own thread. */
const largeLog = 300

/** Verifies a run, in a worker when its log is large and there is one to be had: without a server there may be none. */
export function verifyOffThread(events: readonly RunEvent[], program: Program | null): Promise<Verification> {
  if (events.length < largeLog) return Promise.resolve(verifyRun(events, program))
  const worker = new Worker(new URL('./verifyWorker.ts', import.meta.url), { type: 'module' })
  return new Promise<Verification>((resolve, reject) => {
    worker.addEventListener('message', (message: MessageEvent<Verification>) => resolve(message.data))
    worker.addEventListener('error', (event) => reject(new Error(event.message)))
    worker.postMessage({ events, program })
  })
    .catch(() => verifyRun(events, program))
    .finally(() => worker.terminate())
}
