import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { RunDetail } from '../../shared/api/runs.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { complaintsOf, launchBrowser, signIn } from '../support/browser.ts'
import { action, soundGraph, withEdges, withNode, withNodes, withoutEdges } from '../support/graphs.ts'
import { LocalServer } from '../support/localServer.ts'

/** Two steps side by side, one of which a person approves each time, and a second iteration because the check wants one. */
function twice(): Graph {
  const start = withNode(soundGraph, 'start', { auth: { scheme: 'none' } })
  const planned = withNode(start, 'plan', {
    strategy: {
      type: 'sequence',
      steps: [
        { id: 'one', action: 'act', args: {} },
        { id: 'two', action: 'label', args: { pass: '{{ run.iteration }}' } },
      ],
    },
  })
  const acted = withNode(planned, 'act', {
    call: { uses: 'transform', value: '{{ steps.map(id, id) }}' },
  })
  const checked = withNode(acted, 'check', {
    checks: [{ type: 'rule', id: 'second', expr: 'run.iteration >= 2', onFail: 'replan' }],
  })
  const ended = withNode(checked, 'done', {
    body: { input: '{{ input }}', first: '{{ steps.one.status }}', second: '{{ steps.two.output.status }}' },
  })
  const label = action('label', {
    call: {
      uses: 'http',
      host: 'tracker',
      method: 'POST',
      path: '/repos/acme/site/issues/7/labels',
      body: { labels: ['pass-{{ args.pass }}'] },
    },
  })
  return {
    ...withoutEdges(
      withEdges(withNodes(ended, label), wire('plan.plan', 'label.step'), wire('label.result', 'check.in')),
    ),
    name: 'twice',
    title: 'Twice',
    policies: [
      {
        id: 'ask',
        title: 'A person looks at labels',
        at: 'step',
        on: ['label'],
        when: 'true',
        effect: 'require-approval',
        message: 'Each label is looked at',
      },
    ],
    limits: { iterations: 3, costUsd: 1 },
  }
}

let server: LocalServer
let browser: Browser
let page: Page
let api: Api
let complaints: string[]
let run: string

beforeAll(async () => {
  server = await LocalServer.start()
  browser = await launchBrowser()
  api = new Api(server)
  const graph = twice()
  await api.send('POST', '/api/loops', { name: graph.name, graph })
  await api.send('POST', `/api/loops/${graph.name}/versions`, { revision: 1, note: '' })
  page = await signIn(browser, server)
  complaints = complaintsOf(page)
  page.setDefaultTimeout(15_000)
}, 120_000)
afterAll(async () => {
  await browser.close()
  await server.discard()
})

const graph = () => page.getByRole('region', { name: 'Graph of the run' })
const card = (title: string) => graph().getByRole('article', { name: new RegExp(`“${title}”`) })
const shows = (title: string, state: string): Locator => card(title).getByText(state, { exact: true }).first()
const iterations = () =>
  page.getByRole('listitem').filter({ has: page.getByText('Iteration ', { exact: true }) })
const labelCalls = async () => (await api.sandboxCalls()).filter(({ path }) => path.endsWith('/labels'))

it('keeps every wire of a loop over a reload, with what bounds the way back', async () => {
  await page.goto(`${server.origin}/loops/twice`)
  const wires = page.locator('.react-flow__edge')
  await expect.poll(() => wires.count()).toBe(twice().edges.length)
  const before = await wires.evaluateAll((all) => all.map((each) => each.getAttribute('data-id')))
  await page.reload()
  await expect.poll(() => wires.count()).toBe(before.length)
  expect(await wires.evaluateAll((all) => all.map((each) => each.getAttribute('data-id')))).toEqual(before)
  await page.getByRole('button', { name: /^Way back, until .* at most 3 × · \$1$/ }).waitFor()
})

it('waits for a person in each iteration, and acts once for each yes', { timeout: 120_000 }, async () => {
  const started = await api.send('POST', '/hooks/twice', { order: 7 }, { prefer: 'respond-async' })
  run = RunDetail.parse(await started.json()).run
  await page.goto(`${server.origin}/runs/${run}`)
  for (const pass of [1, 2]) {
    await shows('label', 'Waiting').waitFor({ state: 'attached' })
    expect(await labelCalls()).toHaveLength(pass - 1)
    await expect.poll(() => iterations().count()).toBe(pass)
    await page.getByRole('button', { name: 'Review…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(async () => (await labelCalls()).length).toBe(pass)
  }
  await shows('Done', 'Succeeded').waitFor({ state: 'attached' })
  const calls = await labelCalls()
  expect(calls.map(({ body }) => body).toReversed()).toEqual([{ labels: ['pass-1'] }, { labels: ['pass-2'] }])
})

it('shows in a second iteration nothing of the first, joins once in each, and passes the input through', {
  timeout: 90_000,
}, async () => {
  await expect.poll(() => iterations().count()).toBe(2)
  for (const [index, verdict] of ['Replan', 'Pass'].entries())
    expect(await iterations().nth(index).getByText(verdict, { exact: true }).count()).toBe(1)
  // Two branches lead to the check, which decides once in each iteration.
  const search = page.getByRole('searchbox', { name: 'Search the events' })
  await search.fill('verdict.reached')
  await expect
    .poll(() =>
      page
        .getByRole('listbox', { name: /Events/ })
        .getByRole('option')
        .count(),
    )
    .toBe(2)
  await search.fill('')

  await iterations().nth(1).getByRole('button').click()
  await page.getByRole('slider', { name: 'Event' }).focus()
  for (let at = 0; at < 20 && (await shows('act', 'Running').count()) === 0; at += 1)
    await page.keyboard.press('ArrowRight')
  expect(await shows('act', 'Running').count()).toBe(1)
  expect(await shows('label', 'Succeeded').count()).toBe(0)
  const addressed = () => new URL(page.url()).searchParams.get('at')
  const isCurrent = () => iterations().nth(0).getByRole('button').getAttribute('aria-current')
  await iterations().nth(0).getByRole('button').click()
  await expect.poll(isCurrent).toBe('step')
  // The address follows once the cursor rests: on a slow machine it holds the place before until then.
  const cursor = await page.getByRole('slider', { name: 'Event' }).getAttribute('aria-valuenow')
  await expect.poll(addressed).toBe(cursor)
  const first = page.url()
  await page.goto('about:blank')
  await page.goto(first)
  await expect.poll(isCurrent).toBe('step')

  const detail = await api.get(`/api/runs/${encodeURIComponent(run)}`, RunDetail)
  expect(detail).toMatchObject({
    outcome: 'succeeded',
    iterations: 2,
    reason: 'outcome',
    body: { input: { order: 7 }, first: 'succeeded' },
  })
  await page.getByText('Reached an outcome').first().waitFor()
  expect(complaints).toEqual([])
})
