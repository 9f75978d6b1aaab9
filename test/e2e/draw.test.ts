import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api } from '../support/api.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { EditorHand } from '../support/editor.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let complaints: string[]

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

async function makeEmptyLoop(): Promise<void> {
  await page.getByRole('button', { name: 'New loop' }).click()
  await page.getByLabel('Title').fill('Label an issue')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/loops/label-an-issue')
}

/** Trigger, planner, action, verifier and the outcome by keyboard; the other outcomes and the wires by mouse. */
async function drawGraph(hand: EditorHand): Promise<void> {
  await page.getByRole('button', { name: 'Add a trigger' }).click()
  for (const what of ['Sequence planner', 'HTTP action', 'Verifier', 'Outcome: succeeded']) {
    await hand.addByKeyboard(what)
  }
  await hand.fit()
  await hand.dragToCanvas('Outcome: bailed', 0.55, 0.85)
  await hand.dragToCanvas('Outcome: rolled back', 0.25, 0.85)
  await hand.fit()
  await hand.wire('verify.replan', 'plan.in')
  await hand.wire('verify.escalate', 'safe.in')
  await hand.wire('verify.rollback', 'undone.in')
  await hand.select('Verify')
  await hand.choose('bail', 'Safe state')
}

async function configure(hand: EditorHand): Promise<void> {
  await hand.select('HTTP request')
  await hand.type('Title', 'Add the label')
  await hand.choose('Host', 'tracker')
  await hand.type('Path', '/repos/acme/site/issues/{{ args.number }}/labels')
  await hand.type('Body', '{ "labels": ["{{ args.label }}"] }')

  await hand.select('Planner Plan')
  await hand.press('Add step')
  await hand.type('Arguments', '{ "number": "{{ input.number }}", "label": "{{ input.label }}" }')

  await hand.select('Verify')
  await hand.press('Add check')
  await hand.type('Holds when', 'run.iteration >= 2')

  await hand.select('Outcome Done')
  await hand.type('Response', '{ "labelled": "{{ input.number }}", "passes": "{{ run.iteration }}" }')
}

async function publish(): Promise<void> {
  await page.getByRole('button', { name: 'Publish version 1' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Note').fill('Drawn by hand')
  await form.getByRole('button', { name: 'Publish version 1' }).click()
  await form.getByText('Version 1 is live').waitFor()
}

/** Whether a node of the replayed graph shows that state. */
async function shows(title: string, state: string): Promise<boolean> {
  const graph = page.getByRole('region', { name: 'Graph of the run' })
  const card = graph.getByRole('article', { name: new RegExp(`“${title}”`) })
  return (await card.getByText(state, { exact: true }).count()) > 0
}
const place = () => page.getByRole('status', { name: 'Place' })

describe('a loop drawn on an empty canvas with mouse and keyboard alone', () => {
  it('is drawn and published', { timeout: 240_000 }, async () => {
    const hand = new EditorHand(page)
    await makeEmptyLoop()
    await drawGraph(hand)
    await configure(hand)
    await publish()
    expect(complaints).toEqual([])
  })

  it('answers a webhook, after it has planned, acted and verified twice', async () => {
    const response = await fetch(`${server.origin}/hooks/label-an-issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=20' },
      body: JSON.stringify({ number: 7, label: 'bug' }),
    })
    expect(await response.json()).toEqual({ labelled: 7, passes: 2 })
    expect(response.status).toBe(200)
    const calls = await new Api(server).sandboxCalls()
    expect(calls.map(({ app, method, path, body }) => ({ app, method, path, body }))).toEqual(
      Array.from({ length: 2 }, () => ({
        app: 'tracker',
        method: 'POST',
        path: '/repos/acme/site/issues/7/labels',
        body: { labels: ['bug'] },
      })),
    )
  })

  it('is replayed on its own canvas, event by event', async () => {
    await page.getByRole('link', { name: 'See its runs' }).click()
    await page.getByRole('link', { name: /^Run \w+ of label-an-issue/ }).click()
    await page.waitForURL('**/runs/**')
    await expect.poll(() => shows('Done', 'Succeeded')).toBe(true)
    await expect.poll(() => place().textContent()).toMatch(/^(\d+) \/ \1$/)
    const count = Number((await place().textContent())?.split(' / ')[1])
    expect(count).toBeGreaterThan(10)

    await page.getByRole('slider', { name: 'Event' }).press('Home')
    await expect.poll(() => place().textContent()).toMatch(new RegExp(`^[01] / ${count}$`))
    expect(await shows('Done', 'Succeeded')).toBe(false)
    expect(await shows('Add the label', 'Running')).toBe(false)

    for (let at = 0; at < count && !(await shows('Add the label', 'Running')); at += 1) {
      await page.keyboard.press('ArrowRight')
    }
    expect(await shows('Add the label', 'Running')).toBe(true)
    expect(await shows('Verify', 'Succeeded')).toBe(false)

    await page.getByRole('button', { name: 'Verify' }).first().click()
    await page.getByText(`${count} events, genesis to head, none changed`).waitFor()
    await page.getByText('The program is the one that ran').waitFor()
    expect(complaints).toEqual([])
  })
})
