import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LoopDetail } from '../../shared/api/loops.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { Api } from '../support/api.ts'
import { accessibilityFaults } from '../support/axe.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
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
  await page.goto(`${server.origin}/loops/issue-triage`)
  await card('What to do').waitFor()
})
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const canvas = () => page.locator('[data-region="canvas"]')
const card = (title: string) => canvas().getByRole('article', { name: new RegExp(`“${title}`) })

/** Presses a key on the canvas. */
async function press(key: string): Promise<void> {
  await canvas().focus()
  await page.keyboard.press(key)
}

async function drag(what: Locator, x: number, y: number): Promise<void> {
  const box = await what.boundingBox()
  if (!box) throw new Error('What should be dragged is not on the screen')
  const [left, top] = [box.x + 40, box.y + 8]
  await page.mouse.move(left, top)
  await page.mouse.down()
  await page.mouse.move(left + x / 2, top + y / 2, { steps: 3 })
  await page.mouse.move(left + x, top + y, { steps: 3 })
  await page.mouse.up()
}

/** The draft as the server has it. */
async function savedDraft() {
  const { draft } = await new Api(server).get('/api/loops/issue-triage', LoopDetail)
  return Graph.parse(draft.graph)
}

describe('the canvas', () => {
  it('says on a way back what ends the loop and bounds it, and lets both be edited there', {
    timeout: 60_000,
  }, async () => {
    await press('L')
    const form = page.getByRole('dialog', { name: 'The way back' })
    await form.getByLabel('At most, times').fill('4')
    await form.getByLabel('Budget, in USD').fill('2.5')
    await form.getByRole('textbox', { name: /holds when/ }).waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    const back = canvas().getByRole('button', { name: /^Way back, until .* at most 4 × · \$2\.5$/ })
    await back.waitFor()
    const wire = await canvas()
      .locator('.react-flow__edge[data-id="review.replan-triage.in"] .react-flow__edge-path')
      .evaluate((path) => {
        if (!(path instanceof SVGPathElement)) throw new Error('A wire is a path')
        const { x, y } = path
          .getPointAtLength(path.getTotalLength() * 0.2)
          .matrixTransform(path.getScreenCTM() ?? undefined)
        return { x, y }
      })
    await page.mouse.click(wire.x, wire.y)
    const panel = page.locator('[data-region="inspector"]')
    await expect.poll(() => panel.getByLabel('At most, times').inputValue()).toBe('4')
    await press('ControlOrMeta+Z')
    await press('ControlOrMeta+Z')
    await canvas()
      .getByRole('button', { name: /at most 3 × · \$10$/ })
      .waitFor()
  })

  it('keeps notes and groups with the draft, over a reload, and calls the draft the same version', {
    timeout: 90_000,
  }, async () => {
    await press('N')
    await page.getByRole('textbox', { name: 'Text of the note' }).fill('Labels are ours')
    await page.keyboard.press('Escape')
    await card('Was it done right').click({ position: { x: 60, y: 8 } })
    await press('ControlOrMeta+G')
    await page.keyboard.type('Checks')
    await page.keyboard.press('Enter')
    await canvas().getByRole('region', { name: 'Group “Checks”, 1 node' }).waitFor()
    await expect.poll(async () => (await savedDraft()).layout.groups?.length).toBe(1)
    await page.reload()
    await canvas().getByText('Labels are ours').waitFor()
    await page.getByText('Draft, same as version 1').waitFor()
    await page
      .getByRole('list', { name: 'Groups and notes' })
      .getByRole('button', { name: 'Note Labels are ours' })
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
  })

  it('moves a group with its nodes, and folds it', { timeout: 60_000 }, async () => {
    const before = (await savedDraft()).layout.positions['review']
    await drag(canvas().locator('.group-handle'), 60, 40)
    await expect.poll(async () => (await savedDraft()).layout.positions['review']).not.toEqual(before)
    await canvas().getByRole('button', { name: 'Fold “Checks”' }).click()
    await card('Was it done right').waitFor({ state: 'detached' })
    await canvas().getByRole('button', { name: 'Unfold “Checks”' }).click()
    await card('Was it done right').waitFor()
  })

  it('makes a loop of a stage, and takes it back in', { timeout: 90_000 }, async () => {
    await card('What to do').click({ position: { x: 60, y: 8 } })
    await press('Shift+E')
    const form = page.getByRole('dialog')
    await form.getByLabel('Title').fill('Triage alone')
    expect(await accessibilityFaults(page)).toEqual([])
    await form.getByRole('button', { name: 'Extract 10 nodes' }).click()
    await card('Triage alone').waitFor()
    await card('Add a label').waitFor({ state: 'detached' })
    const api = new Api(server)
    const { draft } = await api.get('/api/loops/triage-alone', LoopDetail)
    const published = await api.send('POST', '/api/loops/triage-alone/versions', {
      revision: draft.revision,
      note: 'Alone',
    })
    expect(published.status).toBe(201)
    await card('Triage alone').click({ position: { x: 60, y: 8 } })
    await press('ControlOrMeta+K')
    await page.keyboard.type('Replace the run of a loop')
    await page.keyboard.press('Enter')
    await card('Add a label').waitFor()
    expect(complaints).toEqual([])
  })

  it('keeps all in sight when a panel opens beside it, and the place where somebody looks at a part', {
    timeout: 60_000,
  }, async () => {
    await press('1')
    await expect.poll(outOfSight).toEqual([])
    await page.getByRole('tab', { name: 'Try' }).click()
    await page.getByRole('button', { name: 'Run on this input' }).waitFor()
    await expect.poll(outOfSight).toEqual([])
    await press('0')
    await expect.poll(() => zoom()).toBe(1)
    await page.getByRole('button', { name: 'Shut the dock' }).click()
    await page.getByRole('button', { name: 'Open the dock' }).waitFor()
    expect(await zoom()).toBe(1)
  })
})

it('shows all in a smaller window too, where all was in sight when the draft was saved', {
  timeout: 60_000,
}, async () => {
  await page.setViewportSize({ width: 1600, height: 1000 })
  await press('1')
  await expect.poll(outOfSight).toEqual([])
  await page.getByRole('tree', { name: 'Nodes' }).getByRole('treeitem', { name: 'Assign it' }).click()
  const before = (await savedDraft()).nodes
  await press('D')
  await expect.poll(async () => (await savedDraft()).nodes).not.toEqual(before)
  await page.setViewportSize({ width: 1024, height: 700 })
  await page.reload()
  await card('What to do').waitFor()
  await expect.poll(outOfSight).toEqual([])
})

/** The cards of which a part is not on the canvas. */
async function outOfSight(): Promise<string[]> {
  const frame = await canvas().boundingBox()
  if (!frame) throw new Error('There is no canvas')
  const { x, y, width, height } = frame
  const cards = await canvas()
    .getByRole('article')
    .evaluateAll((all) =>
      all.map((each) => {
        const { left, right, top, bottom } = each.getBoundingClientRect()
        return { name: each.getAttribute('aria-label') ?? '', left, right, top, bottom }
      }),
    )
  return cards
    .filter((card) => card.left < x || card.right > x + width || card.top < y || card.bottom > y + height)
    .map(({ name }) => name)
}

const zoom = () =>
  canvas()
    .locator('.react-flow__viewport')
    .evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a)
