import type { Advance, Ask, Opening } from './TrialSession.ts'

/** A trial under way, wherever it runs. */
export type TrialPort = {
  /** Goes on as far as is asked; null once it is closed. Fails when the trial itself does. */
  go: (ask: Ask) => Promise<Advance | null>
  /** Ends it: what it was asked is answered with null. */
  close: () => void
}

export type OpenTrial = (opening: Opening) => TrialPort

/** What the thread of a trial is told: what is tried, then how far to go, each time. */
export type ToTrial = { type: 'open'; opening: Opening } | { type: 'go'; ask: Ask }

/** Runs a trial on a thread of its own, which ends with it. */
export const openOffThread: OpenTrial = (opening) => {
  const worker = new Worker(new URL('./trialWorker.ts', import.meta.url), { type: 'module' })
  let answer: { give: (advance: Advance | null) => void; fail: (error: Error) => void } | null = null
  const tell = (message: ToTrial) => worker.postMessage(message)
  worker.addEventListener('message', ({ data }: MessageEvent<Advance>) => answer?.give(data))
  worker.addEventListener('error', (event) => answer?.fail(new Error(event.message)))
  tell({ type: 'open', opening })
  return {
    go: (ask) =>
      new Promise((give, fail) => {
        answer = { give, fail }
        tell({ type: 'go', ask })
      }),
    close: () => {
      worker.terminate()
      answer?.give(null)
    },
  }
}
