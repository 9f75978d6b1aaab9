import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { formOf, readForm } from '../../../web/runs/filterForm.ts'
import { readRunFilters, withRunFilters } from '../../../web/runs/runFilters.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'
import { aRun } from './aRun.ts'

beforeEach(() => localStorage.clear())

const stubRuns = () =>
  stubApi({
    'GET /api/loops': () => ({ loops: [] }),
    'GET /api/runs': () => ({ runs: [aRun(1)], next: null }),
  })
const queriesOf = (calls: ReturnType<typeof stubApi>) =>
  calls.filter(({ path }) => path === '/api/runs').map(({ search }) => Object.fromEntries(search))
const button = (name: string | RegExp) => screen.findByRole('button', { name })
const choose = async (field: string, option: string) => {
  await userEvent.click(screen.getByRole('combobox', { name: field }))
  await userEvent.click(await screen.findByRole('option', { name: option }))
}

describe('the fields of “More filters”', () => {
  it('say again what the filters are', () => {
    const said = 'version=3&since=1700000000000&until=1700000300000&minDurationMs=5400000&minCostUsd=0.25'
    const search = new URLSearchParams(said)
    const form = formOf(readRunFilters(search))
    expect(form).toMatchObject({ when: 'between', took: '90', unit: 'min', cost: '0.25' })
    const read = readForm(form)
    expect('changes' in read && withRunFilters(search, read.changes).toString()).toBe(said)
  })

  it('say what is wrong with them', () => {
    const form = formOf(readRunFilters(new URLSearchParams('since=1700000000000&until=1600000000000')))
    const read = readForm({ ...form, version: 'latest', took: 'long', cost: '-1' })
    expect('faults' in read && Object.keys(read.faults).sort()).toEqual(['cost', 'took', 'until', 'version'])
  })

  it('forget the two times once another time is chosen', () => {
    const form = formOf(readRunFilters(new URLSearchParams('since=1700000000000')))
    expect(readForm({ ...form, when: '24h' })).toMatchObject({ changes: { last: '24h', since: undefined } })
  })
})

describe('narrowing by version, time, duration and cost', () => {
  it('stands in the address, is asked for, and can be taken away one by one', async () => {
    const calls = stubRuns()
    const { router } = renderApp('/runs?outcome=failed')
    await userEvent.click(await button('More filters'))
    await choose('Started', 'Last hour')
    await userEvent.type(screen.getByRole('textbox', { name: 'Version' }), 'v3')
    await userEvent.type(screen.getByRole('textbox', { name: 'Took at least' }), '2')
    await choose('Unit', 'minutes')
    await userEvent.type(screen.getByRole('textbox', { name: 'Cost at least, in US dollars' }), '0.5{Enter}')
    await button('Version 3: show others too')
    expect(Object.fromEntries(new URLSearchParams(router.state.location.search))).toEqual({
      outcome: 'failed',
      version: '3',
      last: '1h',
      minDurationMs: '120000',
      minCostUsd: '0.5',
    })
    await waitFor(() => expect(queriesOf(calls).at(-1)).toMatchObject({ version: '3', minCostUsd: '0.5' }))
    const asked = queriesOf(calls).at(-1)
    expect(Math.abs(Number(asked?.since) - (Date.now() - 3_600_000))).toBeLessThan(60_000)
    expect(asked).not.toHaveProperty('last')
    await userEvent.click(await button('Last hour: show others too'))
    await waitFor(() => expect(queriesOf(calls).at(-1)).not.toHaveProperty('since'))
    expect(screen.getByRole('button', { name: 'Took at least 2 min: show others too' })).toBeTruthy()
  })

  it('keeps what was written and says why it is nothing', async () => {
    stubRuns()
    const { router } = renderApp('/runs')
    await userEvent.click(await button('More filters'))
    const version = screen.getByRole<HTMLInputElement>('textbox', { name: 'Version' })
    await userEvent.type(version, 'latest{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('number')
    expect(version.value).toBe('latest')
    expect(router.state.location.search).toBe('')
  })
})

describe('a list that was not looked through to its end', () => {
  it('does not say that there is none, and looks on until there is one', async () => {
    stubApi({
      'GET /api/loops': () => ({ loops: [] }),
      'GET /api/runs': ({ search }) => {
        const looked = Number(search.get('cursor') ?? 0)
        return { runs: looked === 3 ? [aRun(7)] : [], next: String(looked + 1) }
      },
    })
    renderApp('/runs?version=7')
    await screen.findByText('None of the newest runs fits these filters')
    await userEvent.click(await button('Look further back'))
    await screen.findByRole('link', { name: /Run 00000007/ })
    expect(await button('Show older runs')).toBeTruthy()
  })
})

describe('saved views', () => {
  it('keep the filters under a name, wherever they were chosen, until they are removed', async () => {
    stubRuns()
    const { router } = renderApp('/runs?reason=error&last=24h')
    await userEvent.click(await button('Views'))
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Errors of a day{Enter}')
    await button('Errors of a day')
    await router.navigate('/runs')
    await userEvent.click(await button('Views'))
    expect(document.activeElement).toBe(await button('Errors of a day'))
    await userEvent.keyboard('{Enter}')
    expect(router.state.location.search).toBe('?reason=error&last=24h')
    await userEvent.click(await button('Errors of a day'))
    const kept = await screen.findByRole('list', { name: 'Views' })
    await userEvent.click(within(kept).getByRole('button', { name: 'Remove the view “Errors of a day”' }))
    await button('Views')
    expect(screen.queryByRole('button', { name: 'Errors of a day' })).toBeNull()
  })

  it('are none where something else was kept', async () => {
    localStorage.setItem('pavane.run-views.default', '{"not":"ours"')
    stubRuns()
    renderApp('/runs')
    await userEvent.click(await button('Views'))
    expect(await screen.findByText(/^Narrow the list/)).toBeTruthy()
  })

  it('are none in a browser that keeps nothing', async () => {
    const storage = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('No storage', 'SecurityError')
    })
    stubRuns()
    renderApp('/runs')
    await button('Views')
    expect(storage).toHaveBeenCalled()
    storage.mockRestore()
  })
})
