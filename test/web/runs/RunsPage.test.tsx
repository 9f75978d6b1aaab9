import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { RunDetail, RunSummary } from '../../../shared/api/runs.ts'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'
import { aRun } from './aRun.ts'

const loops = { 'GET /api/loops': () => ({ loops: [] }) }
const rows = () => screen.getAllByRole('row').slice(1)

describe('the run list', () => {
  it('answers what a run was: outcome, version, why it stopped, how long it took and what it cost', async () => {
    stubApi({ ...loops, 'GET /api/runs': () => ({ runs: [aRun(7)], next: null }) })
    renderApp('/runs')
    const link = await screen.findByRole('link', { name: 'Run 00000007 of probe' })
    expect(link.getAttribute('href')).toBe(`/runs/${encodeURIComponent(aRun(7).run)}`)
    const cells = within(rows()[0] ?? document.body)
      .getAllByRole('cell')
      .map((cell) => cell.textContent)
    expect(cells.slice(1, 6)).toEqual(['Succeeded', '00000007', 'probe', 'v3', 'Reached an outcome'])
    expect(cells.slice(7)).toEqual(['2.4 s', '2', '5', '$0.0120'])
  })

  it('keeps its filters in the address and asks the server by them', async () => {
    const calls = stubApi({ ...loops, 'GET /api/runs': () => ({ runs: [aRun(1)], next: null }) })
    const { router } = renderApp('/runs?outcome=bailed&reason=iterations&status=nonsense')
    await screen.findByRole('link', { name: /Run 00000001/ })
    const first = calls.find((call) => call.path === '/api/runs')
    expect(Object.fromEntries(first?.search ?? [])).toEqual({
      outcome: 'bailed',
      reason: 'iterations',
      limit: '50',
    })
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search run id and message' }), 'octocat')
    await waitFor(() => expect(new URLSearchParams(router.state.location.search).get('text')).toBe('octocat'))
    await waitFor(() => expect(calls.some((call) => call.search.get('text') === 'octocat')).toBe(true))
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(router.state.location.search).toBe('')
  })

  it('asks for what is in flight in one read', async () => {
    const open = { outcome: null, reason: null, endedAt: null }
    const inFlight: RunSummary[] = [
      aRun(3, { status: 'waiting', ...open }),
      aRun(2, { status: 'paused', ...open }),
      aRun(1, { status: 'running', ...open }),
    ]
    stubApi({
      ...loops,
      'GET /api/runs': ({ search }) => ({
        runs: search.get('status') === 'in-flight' ? inFlight : [aRun(9)],
        next: null,
      }),
    })
    renderApp('/runs')
    await screen.findByRole('link', { name: /Run 00000009/ })
    await userEvent.click(screen.getByRole('button', { name: 'In flight' }))
    await screen.findByRole('link', { name: /Run 00000003/ })
    expect(rows().map((row) => within(row).getAllByRole('cell')[1]?.textContent)).toEqual([
      'Waiting',
      'Paused',
      'Running',
    ])
  })

  it('cancels all that is in flight in the list, and says which were not and why', async () => {
    const open = { status: 'waiting', outcome: null, reason: null, endedAt: null } as const
    const [first, second] = [aRun(2, open), aRun(1, open)]
    const calls = stubApi({
      ...loops,
      'GET /api/runs': () => ({ runs: [first, second], next: null }),
      [`POST /api/runs/${first.run}/cancel`]: () => problem('conflict', 409, { detail: 'It has ended.' }),
      [`POST /api/runs/${second.run}/cancel`]: (): RunDetail => ({
        ...second,
        body: null,
        input: {},
        children: [],
        waits: [],
      }),
    })
    renderApp('/runs?status=in-flight')
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel 2 runs…' }))
    await userEvent.type(screen.getByRole('textbox', { name: 'Reason' }), 'A bad version')
    await userEvent.click(screen.getByRole('button', { name: 'Stop at once' }))
    await screen.findByText('1 run was cancelled, 1 not.')
    await screen.findByText('It has ended.')
    expect(calls.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body])).toEqual(
      [first, second].map(({ run }) => [
        `/api/runs/${run}/cancel`,
        { reason: 'A bad version', compensate: false },
      ]),
    )
  })

  it('offers to cancel nothing where it shows what has ended too, or to who may not', async () => {
    const open = aRun(1, { status: 'running', outcome: null, reason: null, endedAt: null })
    stubApi({
      ...loops,
      'GET /api/session': () => ({ ...adminSession, rights: ['read'] }),
      'GET /api/runs': () => ({ runs: [open], next: null }),
    })
    const { router } = renderApp('/runs')
    await screen.findByRole('link', { name: /Run 00000001/ })
    await router.navigate('/runs?status=in-flight')
    await screen.findByText('1 run shown')
    expect(screen.queryByRole('button', { name: /^Cancel/ })).toBeNull()
  })

  it('tells how a run was reviewed, narrows to what was not, and begins to go through it', async () => {
    const review = { by: 'ann', at: 1, score: 4, comment: 'Right' }
    const open = aRun(3, { status: 'running', outcome: null, reason: null, endedAt: null })
    const calls = stubApi({
      ...loops,
      'GET /api/runs': () => ({ runs: [open, aRun(2, { review })], next: null }),
    })
    renderApp('/runs')
    expect((await screen.findByText('4 of 5')).textContent).toBe('4 of 5')
    const link = screen.getByRole('link', { name: 'Review one after the other' })
    expect(link.getAttribute('href')).toBe(`/runs/${aRun(2).run}?review=status%3Dended`)
    await userEvent.click(screen.getByRole('button', { name: 'More filters' }))
    await userEvent.click(screen.getByRole('combobox', { name: /Review/ }))
    await userEvent.click(screen.getByRole('option', { name: 'Not reviewed yet' }))
    await userEvent.click(screen.getByRole('button', { name: 'Show these runs' }))
    await waitFor(() => expect(calls.some(({ search }) => search.get('reviewed') === 'false')).toBe(true))
    expect(screen.getByRole('button', { name: /^Not reviewed yet/ })).toBeTruthy()
  })

  describe('chosen runs', () => {
    const three = [aRun(3), aRun(2), aRun(1)]
    const chosen = () => screen.queryByRole('region', { name: 'Chosen runs' })
    const openList = async (answers: Parameters<typeof stubApi>[0] = {}) => {
      const calls = stubApi({ ...loops, 'GET /api/runs': () => ({ runs: three, next: null }), ...answers })
      const { router } = renderApp('/runs')
      await screen.findByRole('link', { name: /Run 00000003/ })
      return { calls, router }
    }

    it('are compared where they are two, the earlier one first', async () => {
      const { router } = await openList()
      expect(chosen()).toBeNull()
      await userEvent.click(screen.getByRole('checkbox', { name: 'Choose run 00000003' }))
      expect(chosen()?.textContent).toContain('Choose two to compare them.')
      await userEvent.click(screen.getByRole('checkbox', { name: 'Choose run 00000001' }))
      const link = screen.getByRole('link', { name: /Compare/ })
      expect(link.getAttribute('href')).toBe(`/runs/${aRun(1).run}/compare/${aRun(3).run}`)
      await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all runs shown' }))
      expect(chosen()?.textContent).toContain('3 runs chosen')
      await userEvent.click(screen.getByRole('button', { name: 'Choose none' }))
      expect(chosen()).toBeNull()
      expect(router.state.location.pathname).toBe('/runs')
    })

    it('are chosen and compared by key', async () => {
      const { router } = await openList()
      await userEvent.keyboard('jxjc')
      expect(router.state.location.pathname).toBe('/runs')
      await userEvent.keyboard('jkxc')
      await waitFor(() =>
        expect(router.state.location.pathname).toBe(`/runs/${aRun(2).run}/compare/${aRun(3).run}`),
      )
    })

    it('run again as new runs, one after the other, and say which were refused and why', async () => {
      const again = ({ run, loop }: RunSummary) => `POST /api/loops/${loop}/deliveries/${run}/redeliver`
      const refused = 'This run was not started by a request to the hook.'
      const detail: RunDetail = { ...aRun(5), body: null, input: {}, children: [], waits: [] }
      const running = aRun(4, { status: 'running', outcome: null, reason: null, endedAt: null })
      const { calls } = await openList({
        'GET /api/runs': () => ({ runs: [running, ...three], next: null }),
        [again(aRun(3))]: () => detail,
        [again(aRun(2))]: () => problem('conflict', 409, { detail: refused }),
        [again(aRun(1))]: () => detail,
      })
      await userEvent.click(screen.getByRole('checkbox', { name: 'Choose all runs shown' }))
      await userEvent.click(screen.getByRole('button', { name: 'Run 3 again…' }))
      const dialog = screen.getByRole('dialog', { name: 'Run again' })
      expect(dialog.textContent).toContain('1 of the chosen has not ended')
      await userEvent.click(within(dialog).getByRole('button', { name: 'Run 3 runs again' }))
      await screen.findByText('2 runs were started, 1 not.')
      expect(screen.getByText(refused)).toBeTruthy()
      const sent = calls.filter(({ method }) => method === 'POST')
      expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual(three.map(again))
      expect(sent.every(({ body }) => JSON.stringify(body) === '{"asNew":true}')).toBe(true)
    })

    it('are only compared by who may not operate', async () => {
      await openList({ 'GET /api/session': () => ({ ...adminSession, rights: ['read'] }) })
      await userEvent.click(screen.getByRole('checkbox', { name: 'Choose run 00000003' }))
      expect(screen.queryByRole('button', { name: /again/ })).toBeNull()
    })
  })

  it('shows older runs on demand', async () => {
    stubApi({
      ...loops,
      'GET /api/runs': ({ search }) =>
        search.get('cursor') === 'c1' ? { runs: [aRun(1)], next: null } : { runs: [aRun(2)], next: 'c1' },
    })
    renderApp('/runs')
    await userEvent.click(await screen.findByRole('button', { name: 'Show older runs' }))
    await screen.findByRole('link', { name: /Run 00000001/ })
    expect(rows()).toHaveLength(2)
    expect(screen.queryByRole('button', { name: 'Show older runs' })).toBeNull()
  })

  it('teaches how a run comes about while there is none, and offers to clear a filter that hides all', async () => {
    stubApi({ ...loops, 'GET /api/loops/probe/runs': () => ({ runs: [], next: null }) })
    const { router } = renderApp('/loops/probe/runs')
    expect((await screen.findByText(/hooks\/probe/)).textContent).toContain('curl -X POST')
    await router.navigate('/loops/probe/runs?outcome=failed')
    expect(await screen.findByText('No run fits these filters')).toBeTruthy()
  })
})
