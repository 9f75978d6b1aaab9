import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { KeyboardHand } from '../support/keyboardHand.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let hand: KeyboardHand
let complaints: string[]

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
  hand = new KeyboardHand(page)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

async function makeEmptyLoop(): Promise<void> {
  await page.getByRole('button', { name: 'New loop' }).waitFor()
  await hand.tabTo('New loop')
  await hand.press('Enter')
  await hand.tabTo('Title')
  await hand.type('Label an issue')
  await hand.press('Enter')
  await page.waitForURL('**/loops/label-an-issue')
}

/** Every node and wire, in the outline alone. */
async function outlineGraph(): Promise<void> {
  await page.getByRole('button', { name: 'Webhook trigger' }).waitFor()
  await hand.tabTo('Webhook trigger')
  await hand.press('Enter')
  for (const what of ['Sequence planner', 'HTTP action', 'Verifier', 'Outcome: succeeded']) {
    await hand.press('ControlOrMeta+Shift+L', 'a')
    await hand.pick(what)
  }
  await hand.line('Verifier Verify')
  await hand.press('ArrowRight')
  await hand.line('replan leads nowhere')
  await hand.press('c')
  await hand.pick('replan')
  await hand.line('rollback leads nowhere')
  await hand.press('Enter')
  await hand.pick('Outcome: rolled back')
  await hand.line('escalate leads nowhere')
  await hand.press('Enter')
  await hand.pick('Outcome: bailed')
  await hand.line('bail leads nowhere')
  await hand.press('c')
  await hand.pick('bail Safe')
  await hand.line('replan back to Plan')
}

async function configure(): Promise<void> {
  await hand.line('Action HTTP request')
  await hand.press('F2')
  await hand.type('Add the label')
  await hand.press('Enter')
  await hand.line('Action Add the label')
  await hand.press('Enter')
  await hand.tabTo('Host')
  await hand.choose('tracker')
  await hand.tabTo('Method')
  await hand.choose('GET')
  await hand.tabTo('Path')
  await hand.type('/repos/acme/site/issues/{{ args.number }}/labels')

  await hand.line('Planner Plan')
  await hand.press('Enter')
  await hand.tabTo('Add step')
  await hand.press('Enter')
  await hand.tabTo('Arguments', 'Shift+Tab')
  await hand.type('{ "number": "{{ input.number }}" }')

  await hand.line('Verifier Verify')
  await hand.press('Enter')
  await hand.tabTo('Add check')
  await hand.press('Enter')
  await hand.tabTo('Holds when', 'Shift+Tab')
  await hand.type('run.iteration >= 2')

  await hand.line('Outcome Done')
  await hand.press('Enter')
  await hand.tabTo('Response')
  await hand.type('{ "labelled": "{{ input.number }}", "passes": "{{ run.iteration }}" }')
}

const saved = () =>
  page
    .getByText(/^Saved/)
    .first()
    .waitFor()

describe('a loop made with a keyboard and no mouse', () => {
  it('is drawn in the outline', { timeout: 180_000 }, async () => {
    await makeEmptyLoop()
    await outlineGraph()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('is filled in', { timeout: 180_000 }, async () => {
    await configure()
    await page.getByRole('button', { name: 'Publish version 1' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('loses nothing when the page is loaded again in the middle of a word, with the server out of reach', {
    timeout: 120_000,
  }, async () => {
    await saved()
    await page.route('**/draft', (route) => route.abort())
    await hand.line('Verifier Verify')
    await hand.press('F2')
    await hand.type('Verify the label')
    await hand.press('Enter')
    await hand.line('Outcome Done')
    await hand.press('Enter')
    await hand.tabTo('Response')
    await hand.type('{ "labelled": ')
    await page.reload()
    await page.getByRole('tree', { name: 'Nodes' }).waitFor()
    await hand.line('Verifier Verify the label')
    await hand.line('Outcome Done')
    await hand.press('Enter')
    await hand.tabTo('Response')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('{ "labelled": ')
    await page.unroute('**/draft')
    await hand.type('{ "labelled": "{{ input.number }}", "passes": "{{ run.iteration }}" }')
    await saved()
    complaints.length = 0
  })

  it('is published, and answers', { timeout: 120_000 }, async () => {
    await hand.press('Escape', 'ControlOrMeta+Shift+P')
    const form = page.getByRole('dialog')
    await form.getByLabel('Note').waitFor()
    await hand.tabTo('Note')
    await hand.type('Made by keyboard')
    await hand.tabTo('Publish version 1')
    await hand.press('Enter')
    await form.getByText('Version 1 is live').waitFor()
    const response = await fetch(`${server.origin}/hooks/label-an-issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify({ number: 7 }),
    })
    expect(await response.json()).toEqual({ labelled: 7, passes: 2 })
    expect(complaints).toEqual([])
  })
})
