import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { RunEvent } from '../../../shared/engine/event.ts'
import type { Played } from '../expected.ts'
import type { Scenario } from '../scenario.ts'
import { trialOf } from './compiled.ts'

const assets = resolve(import.meta.dirname, '../../../dist/client/assets')

/** The path of the worker that the editor's Try starts, as it was built. */
export function builtTrialWorker(): string {
  const files = readdirSync(assets).filter((file) => /^trialWorker-[\w-]+\.js$/.test(file))
  if (files.length !== 1) throw new Error(`The build left ${files.length} workers for Try in ${assets}.`)
  return join('/assets', files[0] ?? '')
}

const Answer = z.object({ events: z.array(RunEvent), stopped: z.null(), refused: z.string().nullable() })

/** Asks the worker, on a page of the server that serves it, as the editor does: to run to the end, with no breakpoint. */
export async function playInBrowser(page: Page, worker: string, scenario: Scenario): Promise<Played> {
  const trial = trialOf(scenario)
  const messages = [
    { type: 'open', opening: { trial, graph: scenario.graph } },
    {
      type: 'go',
      ask: { until: { type: 'end' }, breakpoints: { nodes: [], edges: [] }, mocks: trial.mocks },
    },
  ]
  const { events, refused } = Answer.parse(
    await page.evaluate(askWorker, { worker, messages: JSON.stringify(messages) }),
  )
  return refused === null ? { log: events } : { refused }
}

/** Runs in the page. */
function askWorker({ worker, messages }: { worker: string; messages: string }): Promise<unknown> {
  return new Promise((done, failed) => {
    const thread = new Worker(worker, { type: 'module' })
    thread.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      thread.terminate()
      done(data)
    })
    thread.addEventListener('error', ({ message }) => failed(new Error(message)))
    for (const message of JSON.parse(messages) as unknown[]) thread.postMessage(message)
  })
}
