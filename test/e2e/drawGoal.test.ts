import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { EditorHand } from '../support/editor.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let complaints: string[]
let hand: EditorHand
let run = ''

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
  hand = new EditorHand(page)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const inspector = () => page.locator('[data-region="inspector"]')
/** A step of the list in the inspector, by its id. */
const candidate = (id: string) =>
  inspector()
    .locator('li[data-field^="/strategy/candidates/"]')
    .filter({ has: page.locator(`input[value="${id}"]`) })

/** Adds what the list offers after a node of the outline. */
async function addAfter(node: string, what: string): Promise<void> {
  await hand.select(node)
  await page
    .getByRole('list', { name: 'What can be added' })
    .getByRole('button', { name: what, exact: true })
    .click()
}

async function drawGraph(): Promise<void> {
  await page.getByRole('button', { name: 'New loop' }).click()
  await page.getByLabel('Title').fill('Ship an order')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/loops/ship-an-order')
  await page.getByRole('button', { name: 'Add a trigger' }).click()
  for (const what of ['Goal planner', 'Wait action', 'Verifier', 'Outcome: succeeded'])
    await hand.addByKeyboard(what)
  await addAfter('Planner Reach the goal', 'HTTP action')
  await addAfter('Planner Reach the goal', 'Transform action')
  await addAfter('Verifier Verify', 'Outcome: rolled back')
  await addAfter('Verifier Verify', 'Outcome: bailed')
  await hand.select('Verifier Verify')
  await hand.choose('replan', 'Reach the goal')
  await hand.choose('rollback', 'Undone')
  await hand.choose('escalate', 'Safe state')
  await hand.choose('bail', 'Safe state')
}

async function configureActions(): Promise<void> {
  await hand.select('Action Wait')
  await hand.type('Title', 'Await the payment')
  await hand.type('Event', 'paid')
  await hand.type('Gives', 'paid')
  await hand.select('Action HTTP request')
  await hand.type('Title', 'Book the courier')
  await hand.choose('Host', 'tracker')
  await hand.type('Path', '/couriers/none')
  await hand.type('Needs', 'has(facts.paid)')
  await hand.type('Gives', 'shipped')
  await hand.select('Action Transform')
  await hand.type('Title', 'Ask the desk')
  await hand.type('Value', '{ "desk": "{{ steps.await_the_payment.output.data.name }}" }')
}

/** What is wanted, each action as a candidate, and what stands in for the courier. */
async function configurePlanner(): Promise<void> {
  await hand.select('Planner Reach the goal')
  await hand.press('Add paid')
  await hand.press('Add shipped')
  await hand.press('Add all 3 actions')
  await candidate('ask_the_desk').getByRole('button', { name: 'Remove candidate' }).click()
  const courier = candidate('book_the_courier')
  await courier.getByText('List and fallback').click()
  await courier.getByRole('button', { name: 'Add fallback' }).click()
  await courier.getByLabel('Do instead').click()
  await page.getByRole('option', { name: 'Ask the desk' }).click()
  await hand.select('Outcome Done')
  await hand.type('Response', '{ "by": "{{ steps.book_the_courier.output }}" }')
}

async function tryIt(): Promise<void> {
  await page.getByRole('button', { name: 'Try', exact: true }).click()
  await page.getByLabel('The event paid').click()
  await page.getByRole('option', { name: 'It is posted, with this data' }).click()
  await page.getByLabel('Data of the event paid, as JSON').fill('{ "name": "Ada" }')
  await page.getByRole('button', { name: 'Run on this input' }).click()
}

async function publish(): Promise<void> {
  await page.getByRole('button', { name: 'Publish version 1' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Publish version 1' }).click()
  await form.getByText('Version 1 is live').waitFor()
}

describe('a loop with a goal, a wait for an event and a fallback, drawn by a person', () => {
  it('is drawn, and its card says what it wants', { timeout: 240_000 }, async () => {
    await drawGraph()
    await configureActions()
    await configurePlanner()
    await hand.select('Planner Reach the goal')
    expect(await accessibilityFaults(page)).toEqual([])
    await hand.card('Reach the goal').getByText('wants paid, shipped · 2 candidates').waitFor()
    await hand.card('Await the payment').getByText('until event paid · 1 h').waitFor()
    expect(complaints).toEqual([])
  })

  it('is tried with the event that it waits for', async () => {
    await tryIt()
    const trial = page.getByRole('region', { name: 'Simulated run' })
    await expect.poll(() => trial.textContent()).toContain('Ended succeeded after 1 iteration, 2 steps')
  })

  it('is published, called, and waits', async () => {
    await publish()
    const response = await fetch(`${server.origin}/hooks/ship-an-order`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(response.status).toBe(202)
    run = response.headers.get('location')?.split('/').at(-1) ?? ''
    await page.goto(`${server.origin}/runs/${run}`)
    await page.getByRole('region', { name: 'Await the payment waits' }).waitFor()
    await expect.poll(() => page.getByLabel('Status of the run').textContent()).toContain('Waiting')
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('goes on when the event is posted, takes the fallback and ends', async () => {
    await page.getByRole('button', { name: 'Post an event…' }).click()
    await page.getByLabel('Data').fill('{ "name": "Ada" }')
    await page.getByRole('button', { name: 'Post the event' }).click()
    await expect.poll(() => page.getByLabel('Status of the run').textContent()).toContain('Succeeded')
    expect(await page.getByRole('region', { name: 'Await the payment waits' }).count()).toBe(0)
    await page.getByRole('tab', { name: 'Output' }).click()
    await page.getByRole('region', { name: 'Inspector' }).getByText('Ada').waitFor()
    expect(complaints).toEqual([])
  })
})
