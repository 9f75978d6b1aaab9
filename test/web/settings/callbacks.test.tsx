import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Callback } from '../../../shared/api/callbacks.ts'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'

const run = 'refunds.0.01a21950-1a91-7a76-b7d6-e65fca202592'
const dead: Callback = {
  callback: 'cb_01a21950-1a91-7a76-b7d6-e65fca202592_1',
  run,
  loop: 'refunds',
  outcome: 'succeeded',
  target: { type: 'host', host: 'shop', path: '/ended' },
  status: 'dead',
  tries: 24,
  since: 1_790_000_000_000,
  nextAt: null,
  attempts: [
    { at: 1_790_000_000_000, ms: 30, status: 503, error: 'shop answered 503.' },
    { at: 1_790_000_100_000, ms: 20_000, status: null, error: 'shop did not answer within 20 seconds.' },
  ],
}

describe('callbacks that were not delivered', () => {
  it('are listed with every attempt, and are sent again once somebody says why', async () => {
    let callbacks = [dead]
    const calls = stubApi({
      'GET /api/callbacks': () => ({ callbacks, next: null, dead: callbacks.length }),
      [`POST /api/runs/${run}/callbacks/${dead.callback}/redeliver`]: () => {
        callbacks = []
        return { ...dead, status: 'waiting' }
      },
    })
    renderApp('/settings/callbacks')
    await userEvent.click(await screen.findByRole('button', { name: '2 attempts' }))
    const attempts = within(screen.getByRole('dialog')).getAllByRole('listitem')
    expect(attempts.map((item) => item.textContent)).toEqual([
      expect.stringContaining('did not answer'),
      expect.stringContaining('503'),
    ])
    await userEvent.keyboard('{Escape}')
    await userEvent.click(screen.getByRole('button', { name: 'Send again to shop/ended' }))
    const form = screen.getByRole('dialog')
    await userEvent.click(within(form).getByRole('button', { name: 'Send again' }))
    expect(within(form).getByText('Say why.')).toBeTruthy()
    expect(calls.some(({ method }) => method === 'POST')).toBe(false)
    await userEvent.type(within(form).getByLabelText('Why'), 'They are back.')
    await userEvent.click(within(form).getByRole('button', { name: 'Send again' }))
    expect(await screen.findByText('Every callback was delivered')).toBeTruthy()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ reason: 'They are back.' })
  })

  it('are sent now where they wait for their next try', async () => {
    const calls = stubApi({
      'GET /api/callbacks': () => ({ callbacks: [{ ...dead, status: 'waiting' }], next: null, dead: 0 }),
      [`POST /api/runs/${run}/callbacks/${dead.callback}/redeliver`]: () => ({ ...dead, status: 'waiting' }),
    })
    renderApp('/settings/callbacks')
    await userEvent.click(await screen.findByRole('button', { name: 'Send now to shop/ended' }))
    const form = screen.getByRole('dialog')
    await userEvent.type(within(form).getByLabelText('Why'), 'They are back.')
    await userEvent.click(within(form).getByRole('button', { name: 'Send now' }))
    await waitFor(() =>
      expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({ reason: 'They are back.' }),
    )
  })

  it('say in place why one can’t be discarded, and keep what was typed', async () => {
    stubApi({
      'GET /api/callbacks': () => ({ callbacks: [dead], next: null, dead: 1 }),
      [`POST /api/runs/${run}/callbacks/${dead.callback}/discard`]: () =>
        problem('conflict', 409, { detail: 'The callback is waiting.' }),
    })
    renderApp('/settings/callbacks')
    await userEvent.click(await screen.findByRole('button', { name: 'Discard to shop/ended' }))
    const form = screen.getByRole('dialog')
    await userEvent.type(within(form).getByLabelText('Why'), 'Old.')
    await userEvent.click(within(form).getByRole('button', { name: 'Discard' }))
    expect(await within(form).findByText(/The callback is waiting/)).toBeTruthy()
    expect(within(form).getByLabelText<HTMLInputElement>('Why').value).toBe('Old.')
  })

  it('can be looked at and not touched by one who may only read', async () => {
    stubApi({
      'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }),
      'GET /api/callbacks': () => ({ callbacks: [dead], next: null, dead: 1 }),
    })
    renderApp('/settings/callbacks')
    expect(await screen.findByText('shop/ended')).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('button', { name: /Send again/ })).toBeNull())
  })
})
