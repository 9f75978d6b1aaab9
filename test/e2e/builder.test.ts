import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyGraph } from '../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { endsOf, savedDraft } from '../support/canvasHand.ts'
import { type AtDrawnLoop, atDrawnLoop, drawn } from '../support/drawnLoop.ts'

let server: AtDrawnLoop['server']
let page: AtDrawnLoop['page']
let hand: AtDrawnLoop['hand']
let api: AtDrawnLoop['api']
let complaints: AtDrawnLoop['complaints']
let leave: AtDrawnLoop['leave']

beforeAll(async () => {
  ;({ server, page, hand, api, complaints, leave } = await atDrawnLoop())
}, 120_000)
afterAll(() => leave())

const canvas = (on = page) => on.locator('[data-region="canvas"]')
const cards = () => canvas().getByRole('article')
const palette = () => page.getByRole('dialog', { name: 'Add a node' })
const undo = () => hand.keys('ControlOrMeta+Z')
const draft = () => savedDraft(api, drawn.name)
/** Reads something of the draft that the server has. */
const saved =
  <T>(what: (graph: Graph) => T) =>
  async () =>
    what(await draft())

async function boxOf(what: Locator) {
  const box = await what.boundingBox()
  if (!box) throw new Error('It is not on the screen')
  return box
}

describe('adding', { timeout: 120_000 }, () => {
  it('takes a double click on the canvas, and Enter puts what was found there', async () => {
    await hand.fit()
    const box = await boxOf(canvas())
    await page.mouse.dblclick(box.x + box.width / 2, box.y + 24)
    await palette().waitFor()
    await page.keyboard.type('transform')
    await page.keyboard.press('Enter')
    await hand.card('Transform').waitFor()
    await expect.poll(saved(({ edges }) => edges.length)).toBe(drawn.edges.length)
    await undo()
    await hand.card('Transform').waitFor({ state: 'detached' })
  })

  it('offers only what fits where a wire ends in empty space', async () => {
    await hand.fit()
    const from = await boxOf(hand.port('plan', 'plan', 'source'))
    const box = await boxOf(canvas())
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(from.x + 40, box.y + 60, { steps: 4 })
    await page.mouse.move(from.x + 60, box.y + 30, { steps: 4 })
    await page.mouse.up()
    await palette().getByText('Fits “plan” of Plan').waitFor()
    expect(
      await palette()
        .getByRole('option', { name: /planner|Outcome|trigger/ })
        .count(),
    ).toBe(0)
    await page.keyboard.type('wait')
    await page.keyboard.press('Enter')
    await expect.poll(saved(endsOf)).toContain('plan.plan wait.step')
    await undo()
    await hand.card('Wait').waitFor({ state: 'detached' })
  })

  it('splices what is dropped on a wire, or added to a selected one, and heals the wire when it goes', async () => {
    await hand.fit()
    const wire = 'check.pass-done.in'
    const at = await hand.middleOf(wire)
    const box = await boxOf(canvas())
    await page
      .getByRole('list', { name: 'What can be added' })
      .getByRole('button', { name: 'Approval' })
      .dragTo(canvas(), { targetPosition: { x: at.x - box.x, y: at.y - box.y } })
    await expect
      .poll(saved(endsOf))
      .toEqual(expect.arrayContaining(['check.pass approve.in', 'approve.granted done.in']))
    await hand.keys('Delete')
    await expect.poll(saved(endsOf)).toContain('check.pass done.in')

    const again = await hand.middleOf((await draft()).edges.find(({ to }) => to.node === 'done')?.id ?? '')
    await page.mouse.click(again.x, again.y)
    await hand.keys('Tab')
    await palette().getByText('Fits into this wire').waitFor()
    await page.keyboard.type('approval')
    await page.keyboard.press('Enter')
    await expect
      .poll(saved(endsOf))
      .toEqual(expect.arrayContaining(['check.pass approve.in', 'approve.granted done.in']))
    await undo()
    await undo()
    await undo()
    await expect.poll(saved(endsOf)).toEqual(endsOf(drawn))
  })
})

describe('wires', { timeout: 120_000 }, () => {
  it('take a card for its port, and a wire drawn backwards asks what comes before', async () => {
    await hand.fit()
    const back = await boxOf(hand.port('check', 'rollback', 'source'))
    const plan = await boxOf(hand.card('Plan'))
    await page.mouse.move(back.x + back.width / 2, back.y + back.height / 2)
    await page.mouse.down()
    await page.mouse.move(plan.x + plan.width, plan.y + 20, { steps: 4 })
    await page.mouse.move(plan.x + plan.width / 2, plan.y + plan.height / 2, { steps: 4 })
    await page.mouse.up()
    await page.getByText('“rollback” leads to “Plan”, no longer to “Stopped”').waitFor()
    await expect.poll(saved(endsOf)).toContain('check.rollback plan.in')

    const into = await boxOf(hand.port('done', 'in', 'target'))
    const box = await boxOf(canvas())
    await page.mouse.move(into.x + into.width / 2, into.y + into.height / 2)
    await page.mouse.down()
    await page.mouse.move(into.x - 20, box.y + 60, { steps: 4 })
    await page.mouse.move(into.x - 40, box.y + 30, { steps: 4 })
    await page.mouse.up()
    await palette().getByText('Fits “in” of Done').waitFor()
    await page.keyboard.type('approval')
    await page.keyboard.press('Enter')
    await expect.poll(saved(endsOf)).toContain('approve.granted done.in')
    for (let step = 0; step < 2; step += 1) await undo()
    await expect.poll(saved((graph) => endsOf(graph).toSorted())).toEqual(endsOf(drawn).toSorted())
  })

  it('say why they don’t fit, and what they carry', async () => {
    await hand.fit()
    const [from, to] = [
      await boxOf(hand.port('start', 'input', 'source')),
      await boxOf(hand.port('act', 'step', 'target')),
    ]
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(to.x - 20, to.y + 2, { steps: 4 })
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 })
    const reason = await canvas().locator('foreignObject p').textContent()
    expect(reason).toMatch(/of an action takes a plan/)
    await page.mouse.up()
    await page.getByText('Not connected').first().waitFor()
    await page
      .getByText(reason ?? '')
      .first()
      .waitFor()
    expect(endsOf(await draft())).toEqual(endsOf(drawn))

    const card = await boxOf(hand.card('act'))
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await page.mouse.down()
    await page.mouse.move(card.x + 60, card.y + 20, { steps: 4 })
    await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2, { steps: 4 })
    await canvas()
      .locator('foreignObject')
      .getByText(reason ?? '')
      .waitFor()
    await page.mouse.up()
    await expect.poll(() => palette().count()).toBe(0)
    expect(endsOf(await draft())).toEqual(endsOf(drawn))

    const middle = await hand.middleOf('act.result-check.in')
    await page.mouse.move(middle.x, middle.y)
    await canvas()
      .getByText(/^result: /)
      .waitFor()
  })
})

describe('editing', { timeout: 120_000 }, () => {
  it('walks and selects by keys', async () => {
    await hand.pick('Plan')
    await hand.keys('ArrowRight')
    await expect.poll(() => page.locator('.react-flow__node.selected').getAttribute('data-id')).toBe('act')
    await hand.keys('Shift+ArrowRight')
    await expect.poll(() => hand.selected()).toBeGreaterThan(3)
    await hand.keys('ControlOrMeta+A')
    await expect.poll(() => hand.selected()).toBe(drawn.nodes.length)
    await hand.keys('Escape')
    await expect.poll(() => hand.selected()).toBe(0)
    await hand.pick('act', 'Check')
    await hand.keys('Shift+ArrowLeft')
    await expect.poll(() => hand.selected()).toBeGreaterThan(3)
  })

  it('renames, disables, duplicates, cuts and pastes by keys, and takes it all back', async () => {
    await hand.pick('act')
    await hand.keys('F2')
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('Read it')
    await page.keyboard.press('Enter')
    await hand.card('Read it').waitFor()
    await hand.keys('d')
    await hand.card('Read it').getByText('disabled').waitFor()
    await hand.keys('ControlOrMeta+D')
    await expect.poll(() => cards().count()).toBe(drawn.nodes.length + 1)
    await hand.keys('ControlOrMeta+X')
    await expect.poll(() => cards().count()).toBe(drawn.nodes.length)
    await hand.keys('ControlOrMeta+V')
    await expect.poll(() => cards().count()).toBe(drawn.nodes.length + 1)
    await hand.keys('ControlOrMeta+S')
    for (let step = 0; step < 5; step += 1) await hand.keys('ControlOrMeta+Z')
    await hand.card('act').waitFor()
    await expect.poll(saved(({ nodes }) => nodes)).toEqual(drawn.nodes)
    for (let step = 0; step < 5; step += 1) await hand.keys('ControlOrMeta+Shift+Z')
    await hand.card('Read it').first().waitFor()
    expect(await cards().count()).toBe(drawn.nodes.length + 1)
    for (let step = 0; step < 5; step += 1) await hand.keys('ControlOrMeta+Z')
    await hand.card('act').waitFor()
  })

  it('copies nodes as JSON text into another loop in another window', async () => {
    await hand.pick('Plan', 'act')
    await hand.keys('ControlOrMeta+C')
    const other = await page.context().newPage()
    await api.send('POST', '/api/loops', { name: 'other', graph: emptyGraph('other', 'Other') })
    await other.goto(`${server.origin}/loops/other`)
    await canvas(other).focus()
    await other.keyboard.press('ControlOrMeta+V')
    await canvas(other).getByRole('article', { name: /“act”/ }).waitFor()
    await expect.poll(async () => endsOf(await savedDraft(api, 'other'))).toEqual(['plan.plan act.step'])
    await page.context().grantPermissions(['clipboard-read'])
    const text = await other.evaluate(() => navigator.clipboard.readText())
    expect(JSON.parse(text)).toMatchObject({ nodes: [{ id: 'plan' }, { id: 'act' }] })
    await other.close()
  })

  it('offers on a right click what is possible with what was clicked, and keeps the focus where that leads', async () => {
    await hand.fit()
    const menu = page.getByRole('menu')
    const entry = (name: RegExp) => menu.getByRole('menuitem', { name })
    await hand.keys('Escape')
    await hand.card('act').click({ button: 'right', position: { x: 60, y: 8 } })
    await entry(/^Run to here/).waitFor()
    expect(await hand.selected()).toBe(1)
    await entry(/^Rename/).click()
    await menu.waitFor({ state: 'detached' })
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type('Clicked')
    await page.keyboard.press('Enter')
    await hand.card('Clicked').waitFor()
    await undo()
    await hand.card('act').waitFor()

    const wire = await hand.middleOf('plan.plan-act.step')
    await page.mouse.click(wire.x, wire.y, { button: 'right' })
    await entry(/^Delete/).waitFor()
    expect(await entry(/^(Rename|Connect)/).count()).toBe(0)
    await page.keyboard.press('Escape')
    await hand.inspector().getByText('plan: The actions it may use').waitFor()

    const box = await boxOf(canvas())
    await page.mouse.move(box.x + 40, box.y + 20)
    await page.mouse.down({ button: 'right' })
    await page.mouse.move(box.x + 80, box.y + 40, { steps: 4 })
    await page.mouse.up({ button: 'right' })
    expect(await menu.count()).toBe(0)
    await page.mouse.click(box.x + 40, box.y + 20, { button: 'right' })
    await entry(/^Select all/).click()
    await expect.poll(() => hand.selected()).toBe(drawn.nodes.length)
    const together = hand.inspector().getByRole('list', { name: 'What can be done with them' })
    await together.getByRole('button', { name: 'Align top' }).click()
    await expect
      .poll(saved(({ layout }) => new Set(Object.values(layout.positions).map(({ y }) => y)).size))
      .toBe(1)
    await undo()
  })

  it('aligns, tidies, and finds any word of any property', async () => {
    await hand.pick('Plan', 'act')
    await hand.keys('ControlOrMeta+K')
    await page.keyboard.type('Align top')
    await page.keyboard.press('Enter')
    await expect
      .poll(saved(({ layout: { positions } }) => positions['plan']?.y === positions['act']?.y))
      .toBe(true)
    await hand.pick('act')
    await hand.keys('Alt+ArrowDown', 'Alt+ArrowDown', 'Alt+ArrowDown')
    await expect
      .poll(saved(({ layout: { positions } }) => positions['plan']?.y === positions['act']?.y))
      .toBe(false)
    await hand.keys('Shift+T')
    await expect
      .poll(
        saved(({ layout: { positions: at } }) =>
          ['start', 'plan', 'act', 'check', 'done'].map((id) => at[id]?.x ?? 0),
        ),
      )
      .toSatisfy((xs: number[]) => xs.every((x, index) => index === 0 || x > (xs[index - 1] ?? x)))

    await hand.keys('ControlOrMeta+F')
    await page.keyboard.type('repos/acme')
    await page.getByRole('option', { name: /call › path: \/repos\/acme/ }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => hand.inspector().getByLabel('Title', { exact: true }).inputValue()).toBe('act')
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('/call/path')
  })

  it('looks around by keys', async () => {
    await hand.keys('0')
    await expect.poll(async () => (await hand.view()).scale).toBe(1)
    await hand.keys('-')
    await expect.poll(async () => (await hand.view()).scale).toBeLessThan(1)
    const small = (await hand.view()).scale
    await hand.keys('+', '+')
    await expect.poll(async () => (await hand.view()).scale).toBeGreaterThan(small)
    await hand.fit()
    const before = await hand.view()
    const box = await boxOf(canvas())
    await page.mouse.move(box.x + box.width / 2, box.y + 20)
    await canvas().focus()
    await page.keyboard.down('Space')
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 90, box.y + 80, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Space')
    await expect.poll(async () => Math.round((await hand.view()).x - before.x)).toBe(90)
    expect(await hand.selected()).toBe(1)
  })

  it('lists the keys, and reaches every command by its name', async () => {
    await hand.keys('?')
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await keys
      .getByRole('option', { name: /Disable or enable/ })
      .getByText('D', { exact: true })
      .waitFor()
    await page.keyboard.press('Escape')
    await hand.keys('ControlOrMeta+K')
    const list = page.getByRole('dialog', { name: 'Commands' })
    await expect.poll(() => list.getByRole('option').count()).toBeGreaterThan(60)
    await page.keyboard.press('Escape')
    expect(complaints).toEqual([])
  })
})
