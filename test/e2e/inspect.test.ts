import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { EditorHand } from '../support/editor.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let hand: EditorHand
let complaints: string[]

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
  hand = new EditorHand(page)
  await page.getByRole('button', { name: 'New loop' }).click()
  await page.getByLabel('Title').fill('Inspect')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/loops/inspect')
  await page.getByRole('button', { name: 'Add a trigger' }).click()
  for (const what of ['Decision table planner', 'HTTP action', 'Verifier']) await hand.addByKeyboard(what)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const inspector = () => page.locator('[data-region="inspector"]')

describe('the inspector', () => {
  it('makes a schema of properties, and shows it as JSON', { timeout: 60_000 }, async () => {
    await hand.select('Webhook')
    await inspector().getByRole('button', { name: 'From a sample' }).click()
    await page.getByLabel('Sample payload').fill('{ "amount": 7, "tier": "gold" }')
    await page.getByRole('button', { name: 'Use its shape' }).click()
    await inspector().getByRole('combobox', { name: 'Type of tier' }).click()
    await page.getByRole('option', { name: 'One of' }).click()
    await inspector().getByRole('button', { name: 'Open tier' }).click()
    await hand.type('Values', 'gold, plain')
    expect(await accessibilityFaults(page)).toEqual([])
    await hand.press('JSON')
    await expect
      .poll(() => hand.field('JSON Schema').textContent())
      .toMatch(/"enum": \[\s*"gold",\s*"plain"\s*\]/)
    await hand.press('JSON')
  })

  it('shows what an expression comes to, and what its names are', { timeout: 60_000 }, async () => {
    await hand.type('Dedupe key', 'input.tier')
    await inspector().getByTitle('"gold", with a sample').waitFor()
    await hand
      .field('Dedupe key')
      .getByText('input.tier')
      .hover({ position: { x: 50, y: 8 } })
    await expect.poll(() => page.getByText('One of "gold", "plain"').isVisible()).toBe(true)
  })

  it('marks the overlaps and the gap of a table, and tests its rules', { timeout: 60_000 }, async () => {
    await hand.select('Decide')
    await hand.choose('Hit policy', 'Unique')
    await hand.press('Add column')
    await hand.type('Value', 'input.amount')
    for (const [rule, cell] of [
      ['rule', 'it > 5'],
      ['rule2', 'it > 9'],
    ]) {
      if ((await inspector().getByLabel(`New column, rule ${rule}`).count()) === 0)
        await hand.press('Add rule')
      await inspector()
        .getByLabel(`New column, rule ${rule}`, { exact: true })
        .fill(cell ?? '')
      // Its row moves what stands below it.
      await inspector().getByRole('button', { name: 'Fill the gap' }).waitFor()
    }
    await inspector().getByText('Overlaps “rule2”').waitFor()
    await inspector().getByText('Overlaps “rule”').waitFor()
    await hand.press('Test the rules')
    await inspector().getByLabel('Test value of New column').fill('7')
    await inspector().getByText('Decides: “rule”').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await hand.press('Fill the gap')
    await inspector().getByLabel('New column, rule rule3', { exact: true }).waitFor()
  })

  it('sends a call once to its host, after it has asked, and pins the answer', {
    timeout: 60_000,
  }, async () => {
    await hand.select('HTTP request')
    await hand.choose('Host', 'echo')
    await hand.type('Path', '/things/{{ args.id }}')
    await inspector().getByText('Send it once').click()
    await hand.type('Values of the call', '{ "args": { "id": 7 } }')
    await hand.press('Send POST to echo…')
    await page.getByRole('dialog', { name: 'This really happens' }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Send POST', exact: true }).click()
    const answer = inspector().getByRole('region', { name: 'Answer of the call' })
    await answer.getByText('In a run, the step would succeed.').waitFor()
    await answer.getByText('"/things/7"').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await hand.press('Pin it for Try')
    await page.getByRole('button', { name: /1 pinned/ }).waitFor()
  })

  it('takes a call over from a curl command, and keeps none of its secrets', {
    timeout: 60_000,
  }, async () => {
    await hand.select('HTTP request')
    await hand.press('Import')
    await page
      .getByLabel('curl command or OpenAPI document')
      .fill(
        "curl -X PUT https://nowhere.example/orders/7 -H 'Authorization: Bearer live' -d '{\"paid\":true}'",
      )
    await page.getByText('PUT (no host) /orders/7').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Use this request' }).click()
    await expect.poll(() => hand.field('Path').textContent()).toBe('/orders/7')
    await expect
      .poll(() => hand.field('Value of Authorization').textContent())
      .toMatch(/^Bearer \{\{ secrets\.\w+ \}\}$/)
    expect(complaints).toEqual([])
  })
})
