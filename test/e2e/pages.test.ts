import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import { signInLink } from '../../worker/local/signInLink.ts'
import { accessibilityFaults, faultsInBothSchemes } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { issueOpened } from '../support/githubIssue.ts'
import { adminToken, LocalServer } from '../support/localServer.ts'
import { publishWatchedLeads } from '../support/watchedLeads.ts'

let server: LocalServer
let browser: Browser
let run: string

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  const response = await fetch(`${server.origin}/hooks/issue-triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify(issueOpened()),
  })
  run = RunDetail.parse(await response.json()).run
  await publishWatchedLeads(server)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const pages = [
  ['/', 'Loops'],
  ['/loops/issue-triage', 'issue-triage'],
  ['/loops/issue-triage/runs', 'Runs of issue-triage'],
  ['/loops/issue-triage/plans', 'Plans of issue-triage'],
  ['/loops/issue-triage/drift', 'Drift of issue-triage'],
  ['/loops/lead-scoring/drift', 'Drift of lead-scoring'],
  ['/runs', 'Runs'],
  ['/approvals', 'Approvals'],
  ['/runs/saved', 'A saved run'],
  ['/runs/RUN', 'Run '],
  ['/runs/RUN?plan=1', 'Run '],
  ['/runs/RUN/simulate', 'Simulation of run '],
  ['/sandbox', 'Sandbox'],
  ['/settings/hosts', 'Settings'],
  ['/settings/secrets', 'Settings'],
  ['/settings/members', 'Settings'],
  ['/settings/tokens', 'Settings'],
  ['/settings/sessions', 'Settings'],
  ['/settings/policies', 'Settings'],
  ['/docs', 'Documentation'],
  ['/docs/guides/invoking', 'Calling loops'],
  ['/docs/reference/limits', 'Limits'],
  ['/docs/lints', 'Warnings explained'],
  ['/docs/lints/diamond-join', 'Paths join and do it twice'],
  ['/no/such/page', ''],
] as const

it('every page shows itself, complains of nothing and has no fault that axe finds', {
  timeout: 240_000,
}, async () => {
  const page = await signIn(browser, server)
  const complaints = complaintsOf(page)
  const faults: Record<string, string[]> = {}
  for (const [path, title] of pages) {
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`${server.origin}${path.replace('RUN', run)}`, { waitUntil: 'networkidle' })
    await expect.poll(() => page.title(), { message: path }).toContain(title)
    const found = await faultsInBothSchemes(page)
    if (found.length > 0) faults[path] = found
  }
  expect(faults).toEqual({})
  expect(complaints).toEqual([])
  await page.context().close()
})

describe('a sign-in link', () => {
  it('signs one browser in, once', async () => {
    const first = await (await browser.newContext()).newPage()
    await first.goto(server.signInLink)
    await first.getByRole('heading', { name: 'Loops', exact: true }).waitFor()

    const second = await (await browser.newContext()).newPage()
    await second.goto(server.signInLink)
    await second.getByRole('alert').waitFor()
    expect(new URL(second.url()).pathname).toBe('/sign-in')
    expect(await accessibilityFaults(second)).toEqual([])
  })

  it('signs in although the look-up of who is signed in is answered after it, by nobody', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const signedIn = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.route('**/api/session', async (route) => {
      if (route.request().method() !== 'GET') return route.continue()
      const response = await route.fetch()
      await signedIn
      await route.fulfill({ response })
    })
    await page.goto(signInLink(server.origin, adminToken, Date.now()))
    await page.getByRole('heading', { name: 'Loops', exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    await context.close()
  })
})
