import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Version } from '../../shared/api/loops.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import { templates } from '../../shared/templates/templates.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { EditorHand } from '../support/editor.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let hand: EditorHand
let api: Api
let complaints: string[]
const loop = 'issue-triage'

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  api = new Api(server)
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
  hand = new EditorHand(page)
  await page.goto(`${server.origin}/loops/${loop}`)
  await page.getByRole('button', { name: 'Try', exact: true }).click()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const trial = () => page.getByRole('region', { name: 'Simulated run' })
const header = () => page.locator('[data-region="header"]')
const stands = (words: string | RegExp) => trial().getByText(words).first().waitFor()
/** Presses a key of the canvas while a node is selected. */
async function press(key: string, title?: string): Promise<void> {
  if (title !== undefined) await hand.select(title)
  await page.locator('[data-region="canvas"]').focus()
  await page.keyboard.press(key)
}
const runWhole = () => press('ControlOrMeta+Shift+Enter')
async function place(): Promise<number> {
  return Number((await trial().getByLabel('Place').textContent())?.split('/')[1])
}

describe('trying a loop', { timeout: 120_000 }, () => {
  it('runs to a node, goes on, runs on from a node, and runs one alone', async () => {
    await press('r', 'Reply on the issue')
    await stands('Stands after “Reply on the issue”')
    const atReply = await place()
    await page.getByRole('button', { name: 'Continue' }).click()
    await stands(/^Ended succeeded/)
    const whole = await place()
    expect(atReply).toBeLessThan(whole)

    await press('Shift+R', 'Was it done right?')
    await stands(/^From event \d+ on/)
    await stands(/^Ended succeeded/)
    expect(await place()).toBe(whole)

    await press('o', 'What to do')
    await stands('Stands after “What to do”')
    expect(await place()).toBeLessThan(atReply)
    await trial().getByRole('tab', { name: 'This moment' }).click()
    await trial()
      .getByRole('heading', { name: /Plan 1 was adopted/ })
      .waitFor()
    await trial().getByRole('tab', { name: 'Events' }).click()
  })

  it('stops at breakpoints on nodes and wires, and steps from node to node', async () => {
    await press('b', 'What to do')
    await hand.card('What to do').getByText('Breakpoint').waitFor({ state: 'attached' })
    await hand.fit()
    await page
      .locator('.react-flow__edge[data-id="review.pass-done.in"] .react-flow__edge-interaction')
      .click({ force: true })
    await press('b')
    const list = page.getByRole('region', { name: 'Breakpoints' })
    await list.getByRole('button', { name: 'Was it done right? → Done', exact: true }).waitFor()

    await runWhole()
    await stands('Stands at the breakpoint on “What to do”')
    await hand.card('What to do').getByText('stands here').waitFor()
    await page.keyboard.press('F10')
    await stands('Stands at “Add a label”')
    await page.keyboard.press('F8')
    await stands('Stands at the breakpoint on Was it done right? → Done')
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('F8')
    await stands(/^Ended succeeded/)
    for (const on of ['What to do', 'Was it done right? → Done'])
      await list.getByRole('button', { name: `Remove the breakpoint on ${on}`, exact: true }).click()
    await list.waitFor({ state: 'detached' })
  })

  it('shows what an expression comes to at each moment', async () => {
    await trial().getByRole('tab', { name: 'Watches' }).click()
    await trial().getByRole('button', { name: 'Add a watch' }).click()
    await trial().getByRole('textbox', { name: 'Watch 1' }).click()
    await page.keyboard.insertText('run.iteration')
    await page.keyboard.press('Escape')
    const value = trial().getByRole('tabpanel', { name: 'Watches' }).getByRole('status')
    await expect.poll(() => value.textContent()).toMatch(/^1/)
    await trial().getByRole('slider', { name: 'Event' }).press('Home')
    await expect.poll(() => value.textContent()).toBe('The run has not begun.')
    await trial().getByRole('slider', { name: 'Event' }).press('End')
  })

  it('shows what is pinned and mocked wherever one looks, and publishes none of it', async () => {
    await runWhole()
    await stands(/^Ended succeeded/)
    await press('p', 'Reply on the issue')
    await hand.card('Reply on the issue').getByText('pinned').waitFor({ state: 'attached' })
    await page.getByRole('combobox', { name: 'Add a label answers' }).click()
    await page
      .getByRole('option', { name: 'This answer' })
      .or(page.getByRole('option', { name: /This/ }))
      .first()
      .click()
    await page
      .getByRole('textbox', { name: /Add a label/ })
      .first()
      .fill('{ "status": 200, "body": { "note": "made-up-marker" } }')
    await hand.card('Add a label').getByText('mocked').waitFor({ state: 'attached' })
    await header().getByRole('button', { name: '1 pinned, 1 mocked' }).waitFor()
    await runWhole()
    await stands(/^Ended/)
    await trial().getByRole('tab', { name: 'Events' }).click()
    await trial().getByRole('searchbox', { name: 'Search the events' }).fill('made-up-marker')
    await trial().getByRole('option').first().waitFor()
    await trial().getByRole('searchbox', { name: 'Search the events' }).fill('')

    await page.reload()
    await header().getByRole('button', { name: '1 pinned, 1 mocked' }).waitFor()
    await hand.card('Reply on the issue').getByText('pinned').waitFor({ state: 'attached' })
    await hand.select('Outcome Done')
    await hand.type('Title', 'All done')
    await header().getByRole('button', { name: 'Publish version 2' }).click()
    const form = page.getByRole('dialog')
    await form.getByText(/In Try, 1 pinned, 1 mocked: that stays in this browser/).waitFor()
    await form.getByRole('button', { name: 'Publish version 2' }).click()
    await form.getByText('Version 2 is live').waitFor()
    await page.keyboard.press('Escape')
    const version = await api.get(`/api/loops/${loop}/versions/2`, Version)
    const first = await api.get(`/api/loops/${loop}/versions/1`, Version)
    expect(JSON.stringify(version)).toContain('All done')
    expect(JSON.stringify(version)).not.toMatch(/made-up-marker|pinned|breakpoint/)
    expect(version.version).not.toBe(first.version)
  })

  it('takes its input and answers from a past run', async () => {
    const input = templates.find(({ name }) => name === loop)?.samples[1]?.input
    const started = await api.send('POST', `/api/loops/${loop}/runs`, { input })
    const { run } = z.looseObject({ run: z.string() }).parse(await started.json())
    await expect
      .poll(async () => (await api.get(`/api/runs/${encodeURIComponent(run)}`, RunDetail)).status, {
        timeout: 20_000,
      })
      .toBe('ended')
    const past = await api.get(`/api/runs/${encodeURIComponent(run)}`, RunDetail)

    await page.getByRole('tab', { name: 'Try', exact: true }).click()
    await page.getByRole('button', { name: 'Samples', exact: true }).click()
    await page.getByRole('menuitem', { name: 'From a past run…' }).click()
    const row = page.getByRole('listitem', { name: `Run ${run.slice(-8)}` })
    await row.getByRole('button', { name: 'And its answers' }).click()
    await row.waitFor({ state: 'detached' })
    const done = page.getByRole('button', { name: 'Done', exact: true })
    if ((await page.getByRole('dialog').count()) > 0) await done.click()
    await header()
      .getByRole('button', { name: /^\d+ pinned$/ })
      .waitFor()
    await runWhole()
    await stands(new RegExp(`^Ended ${past.outcome}`))
    expect(await place()).toBe(past.events)
    expect(complaints).toEqual([])
  })
})
