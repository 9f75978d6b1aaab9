import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { BaselineList, BaselineRecord, BaselineWindow } from '../../../shared/api/baselines.ts'
import { driftOf } from '../../../shared/verify/drift/driftOf.ts'
import { makeBaseline } from '../../../shared/verify/drift/makeBaseline.ts'
import { adminSession, renderApp, stubApi } from '../app/renderApp.tsx'

const numbers = (from: number) => Array.from({ length: 100 }, (_, n) => from + (n % 50))

function aRecord(version: number, from: number, over: Partial<BaselineRecord> = {}): BaselineRecord {
  return {
    name: 'orders',
    version,
    ...makeBaseline('orders', { amount: { as: 'number', values: numbers(from) } }),
    from: { type: 'window', since: 1, until: 2 },
    createdAt: 1_700_000_000_000,
    createdBy: 'ada',
    approvedBy: null,
    note: '',
    status: 'proposed',
    decision: null,
    ...over,
  }
}

const held = aRecord(1, 0, {
  status: 'approved',
  approvedBy: 'grace',
  decision: { by: 'grace', at: 1_700_000_000_000, note: 'Fine' },
})

const summaryOf = (record: BaselineRecord) => ({
  ...record,
  fields: { amount: { as: 'number' as const, samples: 100, unusable: 0 } },
})

function aWindow(from: number, unusable = 0): BaselineWindow {
  const values = [...numbers(from), ...Array.from({ length: unusable }, () => null)]
  const { amount } = makeBaseline('orders', { amount: { as: 'number', values } }).fields
  if (!amount) throw new Error('A baseline has the fields that it was made of')
  const outcome = driftOf({ name: 'amount', as: 'number' }, held.fields.amount ?? null, values)
  return {
    name: 'orders',
    observations: values.length,
    since: 1_700_000_000_000,
    until: 1_700_000_000_000,
    against: 1,
    fields: [{ name: 'amount', profile: amount, outcome }],
  }
}

const check = {
  verifier: 'verify',
  check: 'usual',
  title: 'Orders as usual',
  baseline: 'orders',
  fields: [{ name: 'amount', as: 'number' as const, test: 'psi' as const, threshold: 0.2 }],
  window: 200,
  minSamples: 30,
}

function show(records: BaselineRecord[], window: BaselineWindow, session: object = adminSession) {
  const list: BaselineList = { baselines: records.map(summaryOf), checks: [check] }
  const calls = stubApi({
    'GET /api/session': () => session,
    'GET /api/loops': () => ({ loops: [] }),
    'GET /api/loops/probe/baselines': () => list,
    'GET /api/loops/probe/baselines/orders/window': () => window,
    ...Object.fromEntries(
      records.map((record) => [`GET /api/loops/probe/baselines/orders/${record.version}`, () => record]),
    ),
    'POST /api/loops/probe/baselines/orders/2/decision': () => aRecord(2, 30, { status: 'approved' }),
    'POST /api/loops/probe/baselines': () => aRecord(2, 30),
  })
  renderApp('/loops/probe/drift')
  return calls
}

describe('the drift of a loop', () => {
  it('says which field drifted, by how much, and shows both distributions in figures', async () => {
    show([held], aWindow(30))
    const field = await screen.findByRole('region', { name: 'Field amount' })
    expect(within(field).getByText('Drifted')).toBeDefined()
    expect(field.textContent).toMatch(/Index [\d.]+, drift from 0.2 on; by chance alone: p below 0.0001/)
    await userEvent.click(within(field).getByText('Figures'))
    const rows = within(await within(field).findByRole('table')).getAllByRole('row')
    expect(rows.at(-1)?.textContent).toBe('above 490 %60 %')
  })

  it('says that nothing drifted, and how many values could not be used', async () => {
    show([held], aWindow(0, 3))
    const field = await screen.findByRole('region', { name: 'Field amount' })
    expect(field.textContent).toContain('100 numbers, 3 that could not be used')
    expect(within(field).getByText('As in the baseline')).toBeDefined()
  })

  it('tells that texts without new words are no drift, however far that is from the baseline', async () => {
    const values = Array.from({ length: 40 }, (_, n) => ['Please call me', 'We want a demo'][n % 2] ?? '')
    const { message: profile } = makeBaseline('orders', { message: { as: 'text', values } }).fields
    if (!profile) throw new Error('A baseline has the fields that it was made of')
    const outcome = driftOf({ name: 'message', as: 'text' }, profile, values)
    show([held], { ...aWindow(0), fields: [{ name: 'message', profile, outcome }] })
    const field = await screen.findByRole('region', { name: 'Field message' })
    expect(field.textContent).toMatch(/Index [1-9][\d.]*, .* p below 0.0001. Fewer new words are no drift/)
    const bars = within(field).getAllByTitle('The mark is the threshold')
    expect(bars.map((bar) => bar.querySelector('span')?.style.width)).toEqual(['0%', '50%', '0%'])
  })

  it('says nothing of what was observed before it is known', async () => {
    stubApi({
      'GET /api/session': () => adminSession,
      'GET /api/loops': () => ({ loops: [] }),
      'GET /api/loops/probe/baselines': () => ({ baselines: [summaryOf(held)], checks: [check] }),
      'GET /api/loops/probe/baselines/orders/window': () => new Promise(() => undefined),
    })
    renderApp('/loops/probe/drift')
    expect(await screen.findByText(/compared by Orders as usual/)).toBeDefined()
    expect(screen.queryByText('Nothing observed yet')).toBeNull()
  })

  it('shows what a proposal changes, and sends the decision bound to its digest', async () => {
    const proposed = aRecord(2, 30, { note: 'The sale is over' })
    const calls = show([proposed, held], aWindow(0))
    const review = await screen.findByRole('region', { name: 'Proposed version 2 of orders' })
    expect(within(review).getByText('“The sale is over”')).toBeDefined()
    expect(await within(review).findByText('differs much', { exact: false })).toBeDefined()
    await userEvent.type(within(review).getByLabelText('Note'), 'Seen')
    await userEvent.click(within(review).getByRole('button', { name: 'Approve version 2' }))
    expect(calls.find(({ path }) => path.endsWith('/decision'))?.body).toEqual({
      decision: 'approve',
      digest: proposed.digest,
      note: 'Seen',
    })
  })

  it('leaves the decision to who may take it, and proposing to who may build', async () => {
    show([aRecord(2, 30), held], aWindow(0), {
      ...adminSession,
      name: 'vera',
      role: 'viewer',
      rights: ['read'],
    })
    expect(await screen.findByText('Somebody who may approve decides on it.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Propose a version' })).toBeNull()
  })

  it('leaves the decision to somebody else when it is one’s own proposal', async () => {
    show([aRecord(2, 30, { createdBy: 'admin' }), held], aWindow(0))
    expect(await screen.findByText('You proposed it, so somebody else has to decide on it.')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Approve version 2' })).toBeNull()
  })

  it('proposes what the last runs observed, with a reason', async () => {
    const calls = show([held], aWindow(30))
    await userEvent.click(await screen.findByRole('button', { name: 'Propose a version' }))
    await userEvent.type(await screen.findByLabelText('Why'), 'New prices')
    await userEvent.click(screen.getByRole('button', { name: 'Propose' }))
    await screen.findByRole('region', { name: 'Field amount' })
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      name: 'orders',
      note: 'New prices',
      from: { type: 'window' },
    })
  })

  it('says where given values are wrong, and keeps what was typed', async () => {
    const calls = show([], {
      ...aWindow(0),
      observations: 0,
      since: null,
      until: null,
      against: null,
      fields: [],
    })
    expect(await screen.findByText('No version holds')).toBeDefined()
    await userEvent.click(screen.getByRole('button', { name: 'Propose a version' }))
    const values = await screen.findByLabelText(/^Values/)
    await userEvent.click(values)
    await userEvent.paste('{"amount": {"as": "amounts", "values": [1]}}')
    await userEvent.click(screen.getByRole('button', { name: 'Propose' }))
    expect((await screen.findByRole('alert')).textContent).toContain('amount → as')
    expect(calls.some(({ method }) => method === 'POST')).toBe(false)
  })

  it('teaches how to begin where no check compares anything', async () => {
    stubApi({
      'GET /api/loops': () => ({ loops: [] }),
      'GET /api/loops/probe/baselines': () => ({ baselines: [], checks: [] }),
    })
    renderApp('/loops/probe/drift')
    expect(await screen.findByText('Nothing is compared yet')).toBeDefined()
  })
})
