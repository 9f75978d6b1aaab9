import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { RunDetail } from '../../shared/api/runs.ts'
import { onboarding } from '../../shared/templates/onboarding.ts'
import { Api } from './api.ts'
import { launchBrowser, signIn } from './browser.ts'
import { followRun } from './followRun.ts'
import { issueOpened, issuePayloads, withIssue } from './githubIssue.ts'
import { LocalServer } from './localServer.ts'

const folder = resolve(import.meta.dirname, '../../web/screenshots')
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]
/** More would make every clone carry it. */
const maxBytes = 300_000

/** Lets the example run on real deliveries; gives the run of the last. */
async function makeRuns(server: LocalServer): Promise<string> {
  let run = ''
  for (const [place, payload] of [...issuePayloads().slice(0, 7), issueOpened()].entries()) {
    const response = await fetch(`${server.origin}/hooks/issue-triage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify(withIssue(payload, { id: place + 1, number: place + 1 })),
    })
    const location = response.headers.get('location')
    if (!location)
      throw new Error(`A delivery was answered with ${response.status}: ${await response.text()}`)
    run = location.split('/').at(-1) ?? ''
  }
  return run
}

/** Publishes a loop that waits for an event, and calls it; gives the run once it waits. */
async function makeWaitingRun(api: Api): Promise<string> {
  const { name, graph, samples } = onboarding
  await api.send('POST', '/api/loops', { name, graph })
  await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })
  const started = await api.send('POST', `/api/loops/${name}/runs`, { input: samples[0]?.input ?? {} })
  const { run } = RunDetail.parse(await started.json())
  for await (const event of followRun(api, run))
    if (event.type === 'step.started' && event.data.step === 'answer') return run
  throw new Error(`The run ${run} did not wait for the answer.`)
}

async function picture(page: Page, name: string): Promise<void> {
  const shot = await page.screenshot()
  const { size } = await sharp(shot)
    .png({ palette: true, effort: 10, compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`))
  if (size > maxBytes)
    throw new Error(`The picture ${name} has ${size} bytes; more than ${maxBytes} are too many.`)
  console.log(`${name}.png, ${Math.round(size / 1000)} kB`)
}

mkdirSync(folder, { recursive: true })
const server = await LocalServer.start()
const browser = await launchBrowser()
try {
  const run = await makeRuns(server)
  const waiting = await makeWaitingRun(new Api(server))
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const size of sizes) {
      const page = await signIn(browser, server, { ...size, colorScheme })
      // The pictures show the screens as they are once the tour is over.
      await page.evaluate(() => localStorage.setItem('pavane.tour', 'over'))
      for (const [name, path] of [
        ['loops', '/'],
        ['editor', '/loops/issue-triage'],
        ['run', `/runs/${run}`],
        ['waiting', `/runs/${waiting}`],
      ] as const) {
        await page.goto(`${server.origin}${path}`, { waitUntil: 'networkidle' })
        await page.getByText('Checking the loop').waitFor({ state: 'hidden' })
        await picture(page, `${name}-${colorScheme}-${size.width}`)
      }
      await page.context().close()
    }
  }
} finally {
  await browser.close()
  await server.discard()
}
