import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { RunEvent } from '../../../shared/engine/event.ts'
import type { Trial } from '../../../shared/sim/trial.ts'
import type { Played } from '../expected.ts'

const assets = resolve(import.meta.dirname, '../../../dist/client/assets')

/** The path of the worker that the editor's Try starts, as it was built. */
export function builtTryWorker(): string {
  const files = readdirSync(assets).filter((file) => /^tryWorker-[\w-]+\.js$/.test(file))
  if (files.length !== 1) throw new Error(`The build left ${files.length} workers for Try in ${assets}.`)
  return join('/assets', files[0] ?? '')
}

const Answer = z.object({ events: z.array(RunEvent), rejection: z.string().nullable() })

/** Asks the worker, on a page of the server that serves it, as the editor does. */
export async function playInBrowser(page: Page, worker: string, trial: Trial): Promise<Played> {
  const { events, rejection } = Answer.parse(
    await page.evaluate(askWorker, { worker, trial: JSON.stringify(trial) }),
  )
  // The editor shows words where others have a code; there is one refusal that a scenario can meet.
  return rejection === null ? { log: events } : { refused: 'input-invalid' }
}

/** Runs in the page. */
function askWorker({ worker, trial }: { worker: string; trial: string }): Promise<unknown> {
  return new Promise((done, failed) => {
    const thread = new Worker(worker, { type: 'module' })
    thread.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      thread.terminate()
      done(data)
    })
    thread.addEventListener('error', ({ message }) => failed(new Error(message)))
    thread.postMessage(JSON.parse(trial))
  })
}
