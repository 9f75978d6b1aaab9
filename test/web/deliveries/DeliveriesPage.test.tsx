import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Delivery } from '../../../shared/api/deliveries.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

const run = 'refund.0.00000000-0000-7000-8000-000000000001'
const again = 'refund.0.00000000-0000-7000-8000-000000000002'

const accepted: Delivery = {
  id: run,
  at: 1_700_000_000_000,
  result: 'accepted',
  verification: 'verified',
  run,
  version: `sha256:${'0'.repeat(64)}`,
  refusal: null,
  headers: { 'x-event': 'refund' },
  bodyBytes: null,
  test: false,
  redelivery: null,
}
const refused: Delivery = {
  ...accepted,
  id: '1700000000001-1',
  result: 'refused',
  verification: 'failed',
  run: null,
  version: null,
  refusal: { code: 'signature-invalid', status: 401, detail: 'The header x is missing.' },
  bodyBytes: 12,
}
const detail = {
  run,
  loop: 'refund',
  version: accepted.version,
  versionNumber: 1,
  status: 'ended',
  outcome: 'succeeded',
  reason: 'outcome',
  message: '',
  iterations: 1,
  steps: 1,
  costUsd: 0,
  acceptedAt: 1,
  endedAt: 2,
  events: 3,
  trace: '0'.repeat(32),
  parent: null,
  body: { paid: true },
  input: { amount: 4200 },
  children: [],
  waits: [],
}

const answers = {
  'GET /api/loops/refund/deliveries': () => ({ deliveries: [refused, accepted], next: null }),
  [`GET /api/runs/${run}`]: () => detail,
  [`POST /api/loops/refund/deliveries/${run}/redeliver`]: () => ({ ...detail, run: again }),
}

describe('the deliveries page', () => {
  it('says of each request what became of it, and why', async () => {
    stubApi(answers)
    renderApp('/loops/refund/deliveries')
    const [, first, second] = await screen.findAllByRole('row')
    expect(first?.textContent).toContain('Refused')
    expect(first?.textContent).toContain('401 signature-invalid')
    expect(first?.textContent).toContain('Failed')
    expect(second?.textContent).toContain('Accepted')
    expect(second?.textContent).toContain('Verified')
  })

  it('shows what was sent, and sends it again as new', async () => {
    const calls = stubApi(answers)
    renderApp('/loops/refund/deliveries')
    const [, , row] = await screen.findAllByRole('row')
    if (!row) throw new Error('There are two deliveries')
    await userEvent.click(within(row).getByRole('button'))
    const dialog = await screen.findByRole('dialog')
    expect(await within(dialog).findByText('4200')).toBeTruthy()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Send as new' }))
    await screen.findByText('not-found')
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ asNew: true })
    expect(calls.some(({ path }) => path === `/api/runs/${again}`)).toBe(true)
  })

  it('offers nothing to send again of what started no run', async () => {
    stubApi(answers)
    renderApp('/loops/refund/deliveries')
    const [, row] = await screen.findAllByRole('row')
    if (!row) throw new Error('There are two deliveries')
    await userEvent.click(within(row).getByRole('button'))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByText(/The header x is missing/)).toBeTruthy()
    expect(within(dialog).queryByRole('button', { name: 'Send as new' })).toBeNull()
  })
})
