import type { Program } from '../../../../shared/compile/program.ts'
import type { RunEvent } from '../../../../shared/engine/event.ts'
import type { Case } from '../../../../shared/graph/case.ts'
import type { PolicySet } from '../../../../shared/policy/policySet.ts'
import type { SelfTestReport } from '../../../../shared/verify/selfTest/selfTest.ts'
import { callApi } from '../../../app/api.ts'

export type SelfTestQuestion = {
  program: Program
  verifier: string
  cases: readonly Case[]
  policySet: PolicySet | null
  logs: readonly (readonly RunEvent[])[]
}

/** Tests a verifier on a thread of its own; aborting ends the thread. */
export const selfTestOffThread = (question: SelfTestQuestion, signal: AbortSignal): Promise<SelfTestReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./selfTestWorker.ts', import.meta.url), { type: 'module' })
    signal.addEventListener('abort', () => {
      worker.terminate()
      reject(signal.reason as Error)
    })
    worker.addEventListener('message', ({ data }: MessageEvent<SelfTestReport>) => {
      worker.terminate()
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message))
    })
    worker.postMessage(question)
  })

const lastRuns = 5

/** The logs of the last runs of a loop that succeeded. */
export async function recordedLogs(loop: string, signal: AbortSignal): Promise<RunEvent[][]> {
  const query = { outcome: 'succeeded', limit: lastRuns } as const
  const { runs } = await callApi('listLoopRuns', { params: { loop }, query }, signal)
  return Promise.all(runs.map(({ run }) => logOf(run, signal)))
}

async function logOf(run: string, signal: AbortSignal): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { events: RunEvent[]; next: number | null } = await callApi(
      'getEvents',
      { params: { run }, query: { after } },
      signal,
    )
    events.push(...page.events)
    after = page.next
  }
  return events
}
