import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { launchBrowser } from '../support/browser.ts'
import { LocalServer } from '../support/localServer.ts'
import { expectedLines, linesOf } from './expected.ts'
import { builtTrialWorker, playInBrowser } from './hosts/playInBrowser.ts'
import { scenarios } from './scenarios.ts'

let server: LocalServer
let browser: Browser
let page: Page
let worker: string

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await browser.newPage()
  await page.goto(server.origin)
  worker = builtTrialWorker()
})

afterAll(async () => {
  await browser.close()
  await server.discard()
})

describe('the browser, in the worker of the editor’s Try', () => {
  it.for(scenarios.map((scenario) => [scenario.name, scenario.shows, scenario] as const))(
    '%s: %s',
    async ([, , scenario]) => {
      const played = await playInBrowser(page, worker, scenario)
      expect(linesOf(played)).toEqual(expectedLines(scenario))
      expect('log' in played ? verifyChain(played.log) : { ok: true }).toMatchObject({ ok: true })
    },
  )
})
