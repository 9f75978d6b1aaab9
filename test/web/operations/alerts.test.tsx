import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { someAlerts, someGlance, someOverview, stories } from '../../support/someKpis.ts'
import { adminSession, renderApp, stubApi } from '../app/renderApp.tsx'

function show(session: object = adminSession) {
  const calls = stubApi({
    'GET /api/session': () => session,
    'GET /api/kpis': () => someOverview([someGlance('payout', stories.failing)]),
    'GET /api/alerts': () => someAlerts,
    'GET /api/hosts': () => ({
      hosts: [{ name: 'pager', baseUrl: 'https://pager.example.com', sandbox: false }],
    }),
    'GET /api/secrets': () => ({ secrets: [] }),
    'PUT /api/alerts/silent': () => someAlerts.alerts[1],
    'POST /api/alerts/silent/test': () => someAlerts.notices[0],
  })
  renderApp('/operations')
  return calls
}

describe('the alerts', () => {
  it('say which loops they fire at, since when, and what came of telling it', async () => {
    show()
    const table = await screen.findByRole('table', { name: 'Alerts' })
    expect(
      within(table).getByText(/^Every loop · Runs that do not succeed: 20 % or more within an hour · tells/),
    ).toBeTruthy()
    expect(within(table).getByText(/^payout · No run started within 6 hours · tells/)).toBeTruthy()
    expect(within(table).getAllByText('Firing')).toHaveLength(1)
    expect(within(table).getByRole('link', { name: 'payout' }).getAttribute('href')).toBe(
      '/operations/payout',
    )
    await userEvent.click(screen.getByText('Told (1)'))
    const told = screen.getByRole('region', { name: 'What alerts told' })
    expect(within(told).getByText('pager answered 503.')).toBeTruthy()
    expect(within(told).getByText('On its way')).toBeTruthy()
  })

  it('are changed in the units that people think in', async () => {
    const calls = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Change refunds_fail' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByLabelText<HTMLInputElement>('From (%)').value).toBe('20')
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))

    await userEvent.click(screen.getByRole('button', { name: 'Change silent' }))
    const hours = await screen.findByLabelText('Within (hours)')
    await userEvent.clear(hours)
    await userEvent.type(hours, '0')
    await userEvent.click(screen.getByRole('button', { name: 'Save the alert' }))
    expect(await screen.findByText('Give a whole number of hours, up to 168.')).toBeTruthy()
    await userEvent.clear(hours)
    await userEvent.type(hours, '12')
    await userEvent.click(screen.getByRole('combobox', { name: 'Fires on' }))
    await userEvent.click(screen.getByRole('option', { name: 'Cycle time, p95' }))
    const from = screen.getByLabelText('From (seconds)')
    await userEvent.clear(from)
    await userEvent.type(from, '2.5')
    await userEvent.click(screen.getByRole('button', { name: 'Save the alert' }))
    const put = calls.find(({ method }) => method === 'PUT')
    expect(put).toMatchObject({
      path: '/api/alerts/silent',
      body: { loop: 'payout', measure: 'cycle-p95', threshold: 2500, windowHours: 12, to: { host: 'pager' } },
    })
  })

  it('can be tested', async () => {
    const calls = show()
    await userEvent.click(await screen.findByRole('button', { name: 'Send a test of silent' }))
    expect(await screen.findByText(/^A test is on its way/)).toBeTruthy()
    expect(calls.some(({ path }) => path === '/api/alerts/silent/test')).toBe(true)
  })

  it('are only looked at by those who may not set them', async () => {
    show({ ...adminSession, role: 'viewer', rights: ['read'] })
    await screen.findByRole('table', { name: 'Alerts' })
    expect(screen.queryByRole('button', { name: /alert|silent/ })).toBeNull()
  })
})
