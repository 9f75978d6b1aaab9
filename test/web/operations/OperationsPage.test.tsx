import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { someGlance, someLoopKpis, someOverview, stories } from '../../support/someKpis.ts'
import { problem, renderApp, stubApi } from '../app/renderApp.tsx'

const overview = someOverview([
  someGlance('payout', stories.failing),
  someGlance('refund', stories.degraded),
  someGlance('onboarding', stories.idle),
])

const dayMs = 86_400_000

describe('the loops at a glance', () => {
  it('say how each does and why, and what is usual', async () => {
    stubApi({ 'GET /api/kpis': () => overview })
    renderApp('/operations')
    const row = await screen.findByRole('row', { name: /payout/ })
    within(row).getByRole('img', { name: '189 runs ended, 131 of them did not succeed' })
    const words = within(row)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
    expect(words).toEqual([
      '131 of 189 runs did not succeed; usually 5 % do not.',
      expect.stringMatching(/^One run in twenty takes/),
      expect.stringMatching(/^31 % of the verdicts pass/),
      'and 3 more',
    ])
    const cells = within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent)
    expect(cells[0]).toMatch(/^Failing/)
    expect(cells.slice(2)).toEqual(['31 %usually 94.7 %', '8.5 susually 1.5 s', '$1.13', '314 queued'])
    within(screen.getByRole('row', { name: /onboarding/ })).getByText('Idle')
  })

  it('are narrowed to those in one state, and back', async () => {
    stubApi({ 'GET /api/kpis': () => overview })
    renderApp('/operations')
    await userEvent.click(await screen.findByRole('button', { name: 'Degraded 1' }))
    expect(screen.queryByText('payout')).toBeNull()
    screen.getByText('refund')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'OK 0' }).disabled).toBe(true)
    await userEvent.click(screen.getByRole('button', { name: 'Degraded 1', pressed: true }))
    screen.getByText('payout')
  })

  it('are of another time, which the page of a loop keeps', async () => {
    const calls = stubApi({ 'GET /api/kpis': () => overview })
    const { router } = renderApp('/operations')
    await screen.findByText('payout')
    await userEvent.click(screen.getByRole('combobox', { name: 'Time' }))
    await userEvent.click(screen.getByRole('option', { name: 'Last 28 days' }))
    expect(router.state.location.search).toBe('?period=28d')
    expect((await screen.findByRole('link', { name: 'payout' })).getAttribute('href')).toBe(
      '/operations/payout?period=28d',
    )
    const asked = calls.findLast(({ path }) => path === '/api/kpis')?.search
    expect(asked?.get('step')).toBe('day')
    expect(Math.abs(Date.now() - 28 * dayMs - Number(asked?.get('from')))).toBeLessThan(60_000)
  })

  it('are none, or could not be read', async () => {
    stubApi({ 'GET /api/kpis': () => someOverview([]) })
    renderApp('/operations')
    expect(await screen.findByText('No loop yet')).toBeTruthy()
    stubApi({ 'GET /api/kpis': () => problem('forbidden', 403) })
    renderApp('/operations')
    expect(await screen.findByRole('alert')).toBeTruthy()
  })
})

describe('the operations of a loop', () => {
  it('have every reason, each figure over what is usual, and a table behind each chart', async () => {
    stubApi({ 'GET /api/loops/refund/kpis': () => someLoopKpis('refund', stories.failing) })
    renderApp('/operations/refund')
    const health = await screen.findByRole('region', { name: 'Health' })
    expect(within(health).getAllByRole('listitem')).toHaveLength(6)
    const figures = screen.getByLabelText('Figures')
    expect(within(figures).getByText('Verdicts that pass').nextSibling?.textContent).toBe(
      '31 %usually 94.7 %',
    )
    expect(within(figures).getByText('Runs ended').nextSibling?.textContent).toBe('189usually 189')
    const [first] = screen.getAllByText('Figures', { selector: 'summary' })
    if (!first) throw new Error('Each chart has its figures')
    await userEvent.click(first)
    const table = screen.getByRole('table', { name: 'Runs' })
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['From', 'Succeeded', 'Failed', 'Rolled back'])
    expect(within(table).getAllByRole('row')).toHaveLength(25)
  })

  it('are those of one version, and lead to its runs', async () => {
    const calls = stubApi({ 'GET /api/loops/refund/kpis': () => someLoopKpis('refund', stories.ok) })
    renderApp('/operations/refund')
    const versions = await screen.findByRole('region', { name: 'Figures by version' })
    expect(within(versions).getByRole('link', { name: 'Version 13' }).getAttribute('href')).toMatch(
      /^\/loops\/refund\/runs\?version=13&since=\d+&until=\d+$/,
    )
    await userEvent.click(screen.getByRole('combobox', { name: 'Version' }))
    await userEvent.click(screen.getByRole('option', { name: 'Version 12' }))
    expect(await screen.findByText('Version 12', { selector: '[role=combobox] *' })).toBeTruthy()
    expect(calls.findLast(({ path }) => path.endsWith('/kpis'))?.search.get('version')).toBe('12')
  })

  it('say so where there was no run', async () => {
    stubApi({ 'GET /api/loops/refund/kpis': () => someLoopKpis('refund', stories.idle) })
    renderApp('/operations/refund')
    expect(await screen.findByText('No run in this time')).toBeTruthy()
    screen.getByText('Idle')
  })
})
