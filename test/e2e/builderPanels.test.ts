import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CompileResult, LoopDetail } from '../../shared/api/loops.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { accessibilityFaults } from '../support/axe.ts'
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

const undo = () => hand.keys('ControlOrMeta+Z')
/** Reads something of the draft that the server has. */
const saved =
  <T>(what: (graph: Graph) => T) =>
  async () =>
    what(await savedDraft(api, drawn.name))

describe('configuring', { timeout: 120_000 }, () => {
  it('picks secrets by name and never takes one in, and says what a field means', async () => {
    await api.send('PUT', '/api/secrets/hook_key', { value: 'never-shown' })
    await page.reload()
    await hand.select('Start')
    await hand.choose('Caller is checked by', 'Bearer token')
    const secret = hand.inspector().getByRole('combobox', { name: 'Secret' })
    expect(await secret.evaluate((element) => element.tagName)).toBe('BUTTON')
    await hand.choose('Secret', 'hook_key')
    await expect.poll(saved(({ nodes }) => nodes.find(({ kind }) => kind === 'trigger'))).toMatchObject({
      auth: { scheme: 'bearer', secret: 'hook_key' },
    })
    const help = await secret.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${help}"]`).textContent()).toContain('Picked by name')
    await hand.choose('Caller is checked by', 'Nobody is checked')
  })

  it('shows a case of a policy red as soon as it fails, says so in problems, and leads there', async () => {
    await hand.keys('Escape')
    const inspector = hand.inspector()
    await inspector.getByRole('button', { name: 'Add policy' }).click()
    const cases = inspector.getByRole('region', { name: 'Cases of New policy' })
    await cases.getByRole('button', { name: 'Add case' }).click()
    await cases.getByText('As expected').waitFor()
    await hand.choose('Expected', 'Denies')
    await cases.getByText('1 of 1 not as expected').waitFor()
    await page.getByRole('button', { name: /^\d+ warnings?$/ }).click()
    await page
      .getByRole('tabpanel', { name: /^Problems/ })
      .getByRole('button', { name: /does not apply, where the case “Case 1” expects it to deny/ })
      .click()
    const expected = cases.getByRole('combobox', { name: 'Expected' })
    await expect.poll(() => expected.evaluate((each) => each === document.activeElement)).toBe(true)
    await expect.poll(saved(({ policies }) => policies[0]?.cases)).toMatchObject([{ expect: 'deny' }])
    await undo()
    await cases.getByText('As expected').waitFor()
    await undo()
    await undo()
    await expect.poll(saved(({ policies }) => policies)).toEqual([])
  })

  it('marks what is wrong where it is, leads there, mends it, and publishes nothing before', async () => {
    await hand.fit()
    const wire = await hand.middleOf('plan.plan-act.step')
    await page.mouse.click(wire.x, wire.y)
    await hand.keys('Delete')
    await hand
      .card('Plan')
      .getByText(/^errors?$/)
      .waitFor({ state: 'attached' })
    await page.getByRole('button', { name: /^\d+ errors?$/ }).click()
    const problems = page.getByRole('tabpanel', { name: /^Problems/ })
    await problems
      .getByRole('button', { name: /“Plan” is not wired to “act”/ })
      .first()
      .click()
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region')),
      )
      .toBe('inspector')
    await hand.inspector().getByRole('alert').first().waitFor()

    await page.getByRole('button', { name: 'Publish version 1' }).click()
    const form = page.getByRole('dialog', { name: 'Publish' })
    await form.getByRole('list', { name: 'Errors' }).getByRole('button').first().waitFor()
    expect(await form.getByRole('button', { name: 'Publish version 1' }).count()).toBe(0)
    await form.getByRole('list', { name: 'Errors' }).getByRole('button').first().click()
    await form.waitFor({ state: 'detached' })
    const isFaulty = async () => {
      const { draft } = await api.get(`/api/loops/${drawn.name}`, LoopDetail)
      const compiled = await api.send('POST', `/api/loops/${drawn.name}/compile`, { graph: draft.graph })
      return CompileResult.parse(await compiled.json()).diagnostics.some(
        ({ severity }) => severity === 'error',
      )
    }
    await expect.poll(isFaulty).toBe(true)
    const refused = await api.send('POST', `/api/loops/${drawn.name}/versions`, {
      revision: (await api.get(`/api/loops/${drawn.name}`, LoopDetail)).draft.revision,
      note: '',
    })
    expect(refused.status).toBe(422)

    await problems.getByRole('button', { name: 'Wire the action' }).first().click()
    await expect.poll(saved(endsOf)).toContain('plan.plan act.step')
    await page.getByRole('button', { name: /^\d+ errors?$/ }).waitFor({ state: 'detached' })
    await undo()
    await undo()
    await expect.poll(saved(endsOf)).toEqual(endsOf(drawn))
  })

  it('checks what a webhook sends as what a person starts by hand', async () => {
    const input = {
      action: 'opened',
      repository: { full_name: 'acme/site' },
      issue: { number: 7 },
    }
    const byHook = await api.send('POST', '/hooks/issue-triage', input)
    const byHand = await api.send('POST', '/api/loops/issue-triage/runs', { input })
    expect([byHook.status, byHand.status]).toEqual([422, 422])
    const faults = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) })
    expect(faults.parse(await byHook.json())).toEqual(faults.parse(await byHand.json()))
  })
})

describe('values', { timeout: 120_000 }, () => {
  it('of a past run stand under each expression that reads them', async () => {
    const input = {
      action: 'opened',
      repository: { full_name: 'acme/past' },
      issue: { number: 7, title: 'Old' },
    }
    const started = await api.send('POST', '/api/loops/issue-triage/runs', { input })
    const { run } = z.looseObject({ run: z.string() }).parse(await started.json())
    await page.goto(`${server.origin}/loops/issue-triage?node=triage`)
    await hand.inspector().getByRole('button', { name: 'Values from samples' }).click()
    await page.getByRole('menuitem', { name: 'A past run…' }).click()
    const row = page.getByRole('listitem', { name: `Run ${run.slice(-8)}` })
    await row.getByRole('button', { name: 'Show its values' }).click()
    await row.waitFor({ state: 'detached' })
    await hand
      .inspector()
      .getByRole('button', { name: `Values from run ${run.slice(-8)}` })
      .waitFor()
    await hand
      .inspector()
      .getByTitle(new RegExp(`in run ${run.slice(-8)}$`))
      .first()
      .waitFor()
    expect(await accessibilityFaults(page)).toEqual([])
    await page.goto(`${server.origin}/loops/${drawn.name}`)
  })
})

describe('the view', { timeout: 120_000 }, () => {
  it('is in the address, so that a link and a reload lead to it', async () => {
    await hand.pick('act')
    await page.getByRole('tab', { name: 'Versions' }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?node=act&dock=versions')
    await page.reload()
    await expect.poll(() => hand.inspector().getByLabel('Title', { exact: true }).inputValue()).toBe('act')
    expect(await page.getByRole('tab', { name: 'Versions' }).getAttribute('aria-selected')).toBe('true')
  })

  it('has named parts that shut and open, and says aloud what happens', async () => {
    for (const name of ['outline', 'inspector', 'dock']) {
      const part = page.locator(`[data-region="${name}"]`)
      const size = async () => {
        const box = await part.boundingBox()
        return Math.min(box?.width ?? 0, box?.height ?? 0)
      }
      await hand.keys('ControlOrMeta+K')
      await page.keyboard.type(`Show or hide the ${name}`)
      await page.keyboard.press('Enter')
      await expect.poll(size).toBeLessThan(60)
      await hand.keys('ControlOrMeta+K')
      await page.keyboard.type(`Show or hide the ${name}`)
      await page.keyboard.press('Enter')
      await expect.poll(size).toBeGreaterThan(100)
    }
    await hand.keys('ControlOrMeta+Shift+Enter')
    await page
      .locator('[aria-live="polite"]', { hasText: /^Simulated run ended: / })
      .first()
      .waitFor({ state: 'attached' })
    expect(complaints).toEqual([])
  })
})
