import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LoopDetail } from '../../shared/api/loops.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { EditorHand } from '../support/editor.ts'
import { adminToken, LocalServer } from '../support/localServer.ts'

let server: LocalServer
let browser: Browser
let page: Page
let hand: EditorHand
let complaints: string[]
const loop = 'issue-triage'

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(20_000)
  hand = new EditorHand(page)
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const compared = () => new URL(page.url()).searchParams.get('compare')
const changes = (on = page) => on.getByRole('list', { name: 'Changes' })
const nodes = (on = page) => on.getByRole('tree', { name: 'Nodes' })
const saved = (on = page) =>
  on
    .getByText(/^Saved/)
    .first()
    .waitFor()

async function draftOf(name: string): Promise<Graph> {
  const response = await fetch(`${server.origin}/api/loops/${name}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  })
  return Graph.parse(LoopDetail.parse(await response.json()).draft.graph)
}
const titles = ({ nodes: all }: Graph) => all.map(({ title }) => title)

async function rename(on: Page, from: string, to: string): Promise<void> {
  await nodes(on).getByRole('treeitem', { name: from }).first().click()
  await on.locator('[data-region="inspector"]').getByLabel('Title', { exact: true }).fill(to)
}

/** Waits until the server has a node of that title in the draft. */
async function arrives(name: string, title: string): Promise<void> {
  await expect.poll(async () => titles(await draftOf(name)), { timeout: 20_000 }).toContain(title)
}

describe('the versions of a loop', { timeout: 120_000 }, () => {
  it('are compared with the draft on the canvas, under an address of their own', async () => {
    await page.goto(`${server.origin}/loops/${loop}`)
    await rename(page, 'Assign it', 'Assign to somebody')
    await nodes().getByRole('treeitem', { name: 'Close the report' }).click()
    await page.keyboard.press('ControlOrMeta+Shift+E')
    await page.keyboard.press('Delete')
    await saved()
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'Compare version 1 with the draft' }).click()
    await changes().getByRole('button', { name: 'Assign to somebody Changed' }).click()
    await changes()
      .getByRole('button', { name: /^Close the report Removed/ })
      .waitFor()
    expect(compared()).toBe('1..draft')
    expect(await changes().textContent()).toContain('was “Assign it”')
    await page.reload()
    const picture = page.getByRole('group', { name: 'Version 1 and your draft in one picture' })
    await picture
      .getByRole('article', { name: /“Close the report”/ })
      .getByText('Removed')
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('come back into the draft as one step that can be undone', async () => {
    await page.getByRole('button', { name: 'Restore version 1', exact: true }).click()
    await hand.card('Assign it').waitFor()
    expect(compared()).toBeNull()
    await arrives(loop, 'Close the report')
    await page.keyboard.press('ControlOrMeta+Z')
    await hand.card('Assign to somebody').waitFor()
    await arrives(loop, 'Assign to somebody')
  })

  it('are told apart where they are published', async () => {
    await page.keyboard.press('ControlOrMeta+Shift+Z')
    await rename(page, 'Assign it', 'Assign to a person')
    await page.getByRole('button', { name: 'Publish version 2' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('1 node changed').waitFor()
    await form.getByLabel('Note').fill('Better words')
    await form.getByRole('button', { name: 'Publish version 2' }).click()
    await form.getByText('Version 2 is live').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Versions' }).click()
    await page.getByRole('button', { name: 'What version 2 changed' }).click()
    await changes().getByRole('button', { name: 'Assign to a person Changed' }).waitFor()
    expect(compared()).toBe('1..2')
    await page.keyboard.press('Escape')
    await page.getByRole('list', { name: 'Versions' }).getByText('Better words').waitFor()
  })

  it('start loops of their own', async () => {
    await page.getByRole('button', { name: 'Branch a new loop from version 1' }).click()
    await page.getByRole('dialog').getByLabel('Title').fill('Branched off')
    await page.getByRole('button', { name: 'Create the loop' }).click()
    await page.waitForURL('**/loops/branched-off')
    await hand.card('Assign it').waitFor()
    expect(await draftOf('branched-off')).toMatchObject({ name: 'branched-off', title: 'Branched off' })
  })

  it('are looked at behind a link, where nothing can be changed', async () => {
    await page.goto(`${server.origin}/loops/${loop}?view=1`)
    await page.getByText('Read-only').waitFor()
    await page.getByRole('list', { name: 'Nodes' }).getByRole('button', { name: 'Assign it' }).click()
    await page.getByRole('region', { name: 'Configuration of Assign it' }).waitFor()
    expect(await page.locator('[data-region="inspector"]').count()).toBe(0)
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto(`${server.origin}/loops/${loop}?view=draft`)
    await hand.card('Assign to a person').waitFor()
  })
})

describe('a canary', { timeout: 120_000 }, () => {
  const rollout = () => page.getByRole('region', { name: 'Rollout' })
  const rolledOut = async () => {
    const headers = { authorization: `Bearer ${adminToken}` }
    const answer = await fetch(`${server.origin}/api/loops/${loop}`, { headers })
    const { rollout, versions } = LoopDetail.parse(await answer.json())
    const numberOf = (digest?: string | null) => versions.find(({ version }) => version === digest)?.number
    return { stable: numberOf(rollout.stable), canary: numberOf(rollout.canary?.version) }
  }

  it('is published for a share of the calls', async () => {
    await page.goto(`${server.origin}/loops/${loop}`)
    await rename(page, 'Assign to a person', 'Assign to whoever is there')
    await page.getByRole('button', { name: 'Publish version 3' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('radio', { name: /^As a canary/ }).check()
    await form.getByRole('textbox', { name: '% of the calls' }).fill('20')
    await form.getByText('Version 3 will receive 20% of the calls, version 2 the rest.').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await form.getByRole('button', { name: 'Publish version 3' }).click()
    await form.getByText('Version 3 is the canary for 20% of the calls').waitFor()
    expect(await rolledOut()).toEqual({ stable: 2, canary: 3 })
  })

  it('takes all calls once it does well, and that can be undone', async () => {
    await page.getByRole('button', { name: 'See the rollout' }).click()
    await rollout().getByText('20% of the calls').waitFor()
    await rollout().getByRole('slider', { name: 'Share of the canary' }).press('End')
    await rollout().getByRole('button', { name: 'Set the share' }).press('Enter')
    await rollout().getByText('100% of the calls').waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await rollout().getByRole('button', { name: 'Make version 3 stable' }).press('Enter')
    await page.getByText('Version 3 live', { exact: true }).waitFor()
    expect(await rolledOut()).toEqual({ stable: 3 })
    await page
      .getByRole('listitem')
      .filter({ hasText: 'All calls go to version 3' })
      .getByRole('button', { name: 'Undo', exact: true })
      .click()
    await page.getByText('Version 2 live, 3 canary').waitFor()
    expect(await rolledOut()).toEqual({ stable: 2, canary: 3 })
  })
})

describe('a loop as a file', { timeout: 120_000 }, () => {
  it('is exported, and taken in where it is dropped on the canvas', async () => {
    await page.goto(`${server.origin}/loops/branched-off`)
    await page.getByRole('button', { name: 'More commands' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Export as a file' }).click(),
    ])
    const text = await readFile(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('branched-off.json')
    const dropped = text.replaceAll('Assign it', 'Assign from a file')
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer()
      data.items.add(new File([content], 'loop.json', { type: 'application/json' }))
      return data
    }, dropped)
    await page.locator('[data-region="canvas"]').dispatchEvent('drop', { dataTransfer: transfer })
    await hand.card('Assign from a file').waitFor()
    await arrives('branched-off', 'Assign from a file')
    await page.keyboard.press('ControlOrMeta+Z')
    await hand.card('Assign it').waitFor()
  })
})

describe('two tabs on one draft', { timeout: 120_000 }, () => {
  it('follow each other while one of them edits nothing', async () => {
    const second = await page.context().newPage()
    await second.goto(`${server.origin}/loops/branched-off`)
    await nodes(second).waitFor()
    await page.getByTitle('What is saved there is shown here').waitFor()
    await rename(page, 'Assign it', 'Assign here')
    await second.getByText('changed this draft elsewhere').waitFor()
    expect(await nodes(second).getByRole('treeitem', { name: 'Assign here' }).count()).toBe(1)
    await second.close()
    await page.getByTitle('What is saved there is shown here').waitFor({ state: 'detached' })
  })

  it('merge what both changed, and ask where it is the same field', async () => {
    const second = await page.context().newPage()
    await second.goto(`${server.origin}/loops/branched-off`)
    await nodes(second).waitFor()
    // What the first saves is not heard of here, as if the second were at another desk with a bad line.
    await second.route('**/api/loops/branched-off**', (route) => route.abort())
    await rename(second, 'Assign here', 'Assign in the second')
    await rename(second, 'Outcome Done', 'Well done')
    await rename(page, 'Assign here', 'Assign in the first')
    await rename(page, 'Reply on the issue', 'Answer on the issue')
    await arrives('branched-off', 'Answer on the issue')
    await second.unroute('**/api/loops/branched-off**')
    await second.getByRole('button', { name: 'See both and merge' }).click()
    await second.getByText('Both of you changed 1 place').waitFor()
    expect(await accessibilityFaults(second)).toEqual([])
    await second.getByRole('radio', { name: 'Theirs' }).check()
    await second.getByRole('button', { name: 'Merge', exact: true }).click()
    await arrives('branched-off', 'Well done')
    expect(titles(await draftOf('branched-off'))).toEqual(
      expect.arrayContaining(['Assign in the first', 'Answer on the issue', 'Well done']),
    )
    await second.close()
  })
})

describe('the templates', { timeout: 120_000 }, () => {
  it('are found by what they do, and looked at before they are used', async () => {
    await page.goto(server.origin)
    await page.getByText('Start from a template').click()
    const gallery = page.getByRole('list', { name: 'Templates' })
    await page.getByLabel('Search templates').fill('refund')
    await expect.poll(() => gallery.getByRole('heading').count()).toBe(1)
    await gallery.getByRole('button', { name: /^Preview/ }).click()
    const preview = page.getByRole('dialog')
    await preview.getByRole('article').first().waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await preview.getByRole('button', { name: 'Use this template' }).click()
    await page.waitForURL('**/loops/*')
    expect(complaints).toEqual([])
  })
})
