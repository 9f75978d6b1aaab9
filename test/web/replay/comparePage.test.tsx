import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RunDetail, RunSummary } from '../../../shared/api/runs.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { diffRuns } from '../../../shared/projections/runDiff.ts'
import { diffRows, nextDifference } from '../../../web/replay/compare/diffRows.ts'
import { neighbours } from '../../../web/replay/compare/neighbours.ts'
import { cutToChange } from '../../../web/replay/cutToChange.ts'
import { problem, renderApp, stubApi } from '../app/renderApp.tsx'
import { aRunLog, program } from './aRunLog.ts'

const idOf = (number: number) => `probe.0.0192f3a4-0000-7a11-8b22-${String(number).padStart(12, '0')}`

function aSummary(number: number): RunSummary {
  return {
    run: idOf(number),
    loop: 'probe',
    version: program.version,
    versionNumber: 3,
    status: 'ended',
    outcome: 'succeeded',
    reason: 'outcome',
    message: '',
    iterations: number,
    steps: 2 * number,
    costUsd: 0.02 * number,
    acceptedAt: 1_000_010,
    endedAt: 1_000_010 + 300 * number,
    events: 20,
    trace: '0'.repeat(32),
    parent: null,
  }
}

const aRun = (number: number, over: Partial<RunDetail> = {}): RunDetail => ({
  ...aSummary(number),
  body: null,
  input: null,
  children: [],
  waits: [],
  ...over,
})

const shapes = { 1: { iterations: 1, steps: 2 }, 2: { iterations: 2, steps: 2, failsIn: 1 } }

/** Two runs of one loop: the second failed first and went on. */
function stubRuns(over: Partial<RunDetail> = {}, logs: Record<number, RunEvent[]> = {}) {
  const answers = ([1, 2] as const).flatMap((number) => {
    const events = logs[number] ?? aRunLog(shapes[number])
    return [
      [`GET /api/runs/${idOf(number)}`, () => aRun(number, number === 2 ? over : {})],
      [`GET /api/runs/${idOf(number)}/events`, () => ({ events, next: null })],
    ] as const
  })
  return stubApi(Object.fromEntries(answers))
}

const mapTitles = (nodes: typeof program.actions, title: string) =>
  Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, { ...node, title }]))

const address = (a: number, b: number) => `/runs/${idOf(a)}/compare/${idOf(b)}`
const shown = () =>
  screen.getAllByRole('article').map((each) => within(each).getByRole('heading').textContent)

beforeEach(() => {
  // jsdom lays nothing out: the list needs a height to show rows in.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(3_000)
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60)
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('the comparison of two runs', () => {
  it('shows both runs with what lies between them, and only what differs, with links to both moments', async () => {
    stubRuns()
    renderApp(address(1, 2))
    expect(await screen.findByText('9 differences')).toBeTruthy()
    const between = screen.getByRole('row', { name: /From A to B/ })
    expect(
      within(between)
        .getAllByRole('cell')
        .map((each) => each.textContent),
    ).toEqual(['+300 ms', '+1', '+2', '+$0.0200'])
    const step = screen.getAllByRole('article').find((each) => each.textContent.includes('Step s0'))
    if (!step) throw new Error('The step is not shown')
    expect(within(step).getByRole('row', { name: /state/ }).textContent).toBe('state−"succeeded"+"failed"')
    expect(within(step).getByRole('link', { name: 'A at 8' }).getAttribute('href')).toBe(
      `/runs/${idOf(1)}?at=8`,
    )
    expect(within(step).getByRole('link', { name: 'B at 8' })).toBeTruthy()
    expect(shown()).not.toContain('Input ')
  })

  it('shows what is the same too when it is asked to, and goes to the next difference by key', async () => {
    stubRuns()
    renderApp(address(1, 2))
    const user = userEvent.setup()
    await user.click(await screen.findByRole('switch', { name: 'Show what is the same, too' }))
    expect(shown()).toContain('Input ')
    const current = () =>
      screen.getAllByRole('article').find((each) => each.getAttribute('aria-current') === 'true')?.textContent
    await user.tab()
    await user.keyboard('j')
    expect(current()).toContain('Step s0')
    await user.keyboard('j')
    expect(current()).toContain('Step s1')
    await user.keyboard('kk')
    expect(current()).toContain('Step s0')
  })

  it('calls steps, plans, checks and verdicts as the builder did', async () => {
    const answers = ([1, 2] as const).flatMap((number) => [
      [`GET /api/runs/${idOf(number)}`, () => aRun(number)] as const,
      [
        `GET /api/runs/${idOf(number)}/events`,
        () => ({ events: aRunLog(shapes[number]), next: null }),
      ] as const,
    ])
    const named = { ...program, actions: mapTitles(program.actions, 'Act on it') }
    const path = `GET /api/loops/probe/versions/${encodeURIComponent(program.version)}`
    stubApi({
      ...Object.fromEntries(answers),
      [path]: () => ({
        version: program.version,
        number: 3,
        at: 1,
        by: 'admin',
        note: '',
        graph: emptyGraph('probe', 'Probe'),
        program: named,
      }),
    })
    renderApp(address(1, 2))
    await waitFor(() => expect(shown()).toContain('Step Act on it s0'))
  })

  it('says that nothing differs, and that the loops are different ones', async () => {
    const same = aRunLog(shapes[1])
    stubRuns({ loop: 'other' }, { 1: same, 2: same })
    renderApp(address(1, 2))
    expect(await screen.findByText('No differences')).toBeTruthy()
    expect(screen.getByText(/runs of different loops/)).toBeTruthy()
  })

  it('says which run is not there', async () => {
    stubApi({
      [`GET /api/runs/${idOf(1)}`]: () => aRun(1),
      [`GET /api/runs/${idOf(2)}`]: () => problem('run-not-found', 404),
    })
    renderApp(address(1, 2))
    await screen.findByRole('alert')
    expect(screen.getByText(idOf(2)).textContent).toBe(idOf(2))
  })

  it('draws of thousands of events only what is in sight', async () => {
    const long = aRunLog({ iterations: 2, steps: 600, failsIn: 1 })
    stubRuns({}, { 1: aRunLog({ iterations: 2, steps: 600 }), 2: long })
    renderApp(address(1, 2))
    expect(await screen.findAllByText('600 differences')).toHaveLength(2)
    expect(screen.getAllByRole('article').length).toBeLessThan(80)
  })
})

describe('the choice of another run', () => {
  const list = [3, 2, 1].map(aSummary)

  it('has the runs beside one in its loop, and none where the list does not reach', () => {
    expect(neighbours(list, idOf(2))).toMatchObject({ before: { run: idOf(1) }, after: { run: idOf(3) } })
    expect(neighbours(list, idOf(3))).toMatchObject({ before: { run: idOf(2) }, after: null })
    expect(neighbours(list, idOf(9))).toEqual({ before: null, after: null })
  })

  it('stands on the page of the run, the older run first, and takes any id or address', async () => {
    stubRuns()
    const { router } = renderApp(`/runs/${idOf(2)}`)
    const user = userEvent.setup()
    stubApi({
      ...Object.fromEntries([1, 2].map((n) => [`GET /api/runs/${idOf(n)}`, () => aRun(n)])),
      'GET /api/loops/probe/runs': () => ({
        runs: list,
        next: null,
      }),
    })
    await user.click(await screen.findByRole('button', { name: 'Compare…' }))
    const before = await screen.findByRole('link', { name: /The run before it/ })
    expect(before.getAttribute('href')).toBe(address(1, 2))
    expect(screen.getByRole('link', { name: /The run after it/ }).getAttribute('href')).toBe(address(2, 3))
    const field = screen.getByRole('textbox', { name: 'Another run' })
    await user.type(field, 'nonsense{Enter}')
    expect(await screen.findByText(/That is no id of a run/)).toBeTruthy()
    await user.clear(field)
    await user.click(field)
    await user.paste(`https://pavane.test/runs/${idOf(1)}?at=3`)
    await user.keyboard('{Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe(address(2, 1)))
  })
})

describe('the rows of a comparison', () => {
  const rows = diffRows(diffRuns(aRunLog(shapes[1]), aRunLog(shapes[2])), true)

  it('go from difference to difference, and stay at the last', () => {
    const first = nextDifference(rows, -1, 1)
    expect(rows[first]).toMatchObject({ of: 'pair', pair: { kind: 'step', name: 's0' } })
    expect(nextDifference(rows, first, -1)).toBe(first)
    expect(nextDifference(rows, rows.length - 1, 1)).toBe(rows.length - 1)
  })
})

describe('a long value', () => {
  it('is cut to where it begins to differ', () => {
    const start = 'x'.repeat(500)
    expect(cutToChange(`${start}abc`, `${start}abd`)).toMatch(/^…x+abc$/)
    expect(cutToChange(`abc${start}`, `abd${start}`)).toMatch(/^abcx+…$/)
    expect(cutToChange('short', 'sharp')).toBe('short')
  })
})
