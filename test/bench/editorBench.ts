import { type Browser, errors, type Page } from 'playwright-core'
import type { Graph } from '../../shared/graph/graph.ts'
import { Api } from '../support/api.ts'
import { launchBrowser, signIn } from '../support/browser.ts'
import { largeGraph } from '../support/largeGraph.ts'
import { LocalServer } from '../support/localServer.ts'
import { bundleBudget, bundleSizes } from './bundleSizes.ts'
import { cardTimes, watchCards } from './cards.ts'
import { type Frames, framesOfDrag, framesOfPan, framesOfTyping } from './frames.ts'
import { buildPlainFlow, openPlainFlow } from './plainFlow.ts'

type Line = (what: string, measured: string, compared?: string) => void

const sizes = [100, 500, 1000, 2000] as const
const whole = (ms: number) => `${ms.toFixed(0)} ms`
const told = ({ p50, p95, worst }: Frames) => `p50 ${whole(p50)}, p95 ${whole(p95)}, worst ${whole(worst)}`

/** The editor in Chromium, beside plain React Flow with the same nodes and wires at the same places in the same browser. */
export async function benchEditor(line: Line): Promise<void> {
  const files = await buildPlainFlow()
  const server = await LocalServer.start()
  const browser = await launchBrowser()
  try {
    await benchBundles(server, line)
    for (const size of sizes) await benchSize({ browser, server, files, size, line })
  } finally {
    await browser.close()
    await server.discard()
  }
}

async function benchBundles({ origin }: LocalServer, line: Line): Promise<void> {
  const measured = await bundleSizes(origin)
  for (const page of ['loops', 'editor'] as const)
    line(`bundle, ${page}`, `${measured[page].toFixed(0)} kB gzipped`, `budget ${bundleBudget[page]} kB`)
}

/** A page that is signed in and has read nothing into its cache that counts. */
async function signedIn(browser: Browser, server: LocalServer): Promise<Page> {
  const page = await signIn(browser, server)
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    storageState: await page.context().storageState(),
  })
  await page.context().close()
  return context.newPage()
}

type SizeBench = {
  browser: Browser
  server: LocalServer
  files: Awaited<ReturnType<typeof buildPlainFlow>>
  size: number
  line: Line
}

async function benchSize({ browser, server, files, size, line }: SizeBench): Promise<void> {
  const graph = largeGraph(size)
  const made = await new Api(server).send('POST', '/api/loops', { name: graph.name, graph })
  if (!made.ok) throw new Error(`The loop was not made: ${await made.text()}`)
  const name = `${graph.nodes.length} nodes`
  const page = await signedIn(browser, server)
  const { interactive, drawn, compiled } = await openEditor(page, server, graph)
  const mine = { drag: await framesOfDrag(page), pan: await framesOfPan(page) }
  const typed = await framesOfTyping(page)
  const tidied = await timeOfTidy(page)
  line(`${name}: auto-layout`, tidied === null ? `more than ${patienceMs / 1000} s` : whole(tidied))
  await page.context().close()
  const plainPage = await openPlainFlow(browser, files, graph)
  const { last: plainOpened } = await cardTimes(plainPage)
  const plain = { drag: await framesOfDrag(plainPage), pan: await framesOfPan(plainPage) }
  await plainPage.close()
  const besidePlain = (ms: number) => `${(ms / plainOpened).toFixed(2)} × plain (${whole(plainOpened)})`
  line(`${name}: time to interactive`, whole(interactive), besidePlain(interactive))
  line(`${name}: all cards in sight drawn`, whole(drawn), besidePlain(drawn))
  line(`${name}: first compile shown`, whole(compiled))
  line(`${name}: frames of typing a title`, told(typed))
  for (const what of ['drag', 'pan'] as const) {
    const ratio = (mine[what].p95 / plain[what].p95).toFixed(2)
    line(`${name}: frames of a ${what}`, told(mine[what]), `${ratio} × plain at p95 (${told(plain[what])})`)
  }
}

/** Milliseconds from the start of the visit until cards can be worked with, until all in sight are drawn, and until the first problems are shown. */
async function openEditor(page: Page, server: LocalServer, graph: Graph) {
  page.setDefaultTimeout(120_000)
  await watchCards(page)
  await page.goto(`${server.origin}/loops/${graph.name}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: /^(No problems|\d+ (warning|error)s?)$/ }).waitFor()
  const compiled = await page.evaluate(() => performance.now())
  const { first, last } = await cardTimes(page)
  return { interactive: first, drawn: last, compiled }
}

/** How long a layout may take until the bench goes on without it. */
const patienceMs = 60_000

async function timeOfTidy(page: Page): Promise<number | null> {
  await page.locator('[data-region="canvas"]').focus()
  const start = performance.now()
  await page.keyboard.press('Shift+T')
  try {
    await page.getByText('Tidied up').first().waitFor({ state: 'attached', timeout: patienceMs })
  } catch (error) {
    if (error instanceof errors.TimeoutError) return null
    throw error
  }
  return performance.now() - start
}
