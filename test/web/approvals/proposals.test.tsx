import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Proposal, ProposalSummary } from '../../../shared/api/proposals.ts'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
const versions = [
  { number: 2, version: digestOf('2'), note: '', by: 'ann', at: 1 },
  { number: 1, version: digestOf('1'), note: '', by: 'ann', at: 1 },
]
const summary: ProposalSummary = {
  loop: 'refund',
  proposal: 4,
  digest: digestOf('d'),
  change: {
    type: 'rollout',
    rollout: { stable: digestOf('2'), canary: { version: digestOf('1'), weight: 0.2 } },
  },
  from: { stable: digestOf('2'), canary: null },
  reason: 'A trial',
  by: 'ann',
  at: Date.now() - 60_000,
  expiresAt: Date.now() + 3_600_000,
  status: 'open',
  decided: null,
}
const detail: Proposal = { ...summary, fromNumber: 2, proposed: null, impact: [] }
const at = '/api/loops/refund/proposals/4'

const stub = (more: Parameters<typeof stubApi>[0] = {}) =>
  stubApi({
    'GET /api/proposals': () => ({ proposals: [summary] }),
    [`GET ${at}`]: () => detail,
    'GET /api/loops/refund/versions': () => ({ versions }),
    ...more,
  })

describe('what waits for a second person', () => {
  it('is shown whole, and approved with the digest of what is shown', async () => {
    const calls = stub({ [`POST ${at}/decision`]: () => ({ ...summary, status: 'approved' }) })
    renderApp('/approvals/publishing')
    const shown = await screen.findByRole('article', { name: 'Another rollout of refund' })
    expect(await within(shown).findByText('80% of calls go to version 2, 20% to version 1')).toBeTruthy()
    await userEvent.type(within(shown).getByLabelText('Why'), 'Small enough')
    await userEvent.click(within(shown).getByRole('button', { name: 'Approve the rollout' }))
    await expect
      .poll(() => calls.find(({ method }) => method === 'POST')?.body)
      .toEqual({ decision: 'approve', digest: digestOf('d'), note: 'Small enough' })
  })

  it('says who would get a version that is to be a canary', async () => {
    const tests = { passed: 0, failed: 0 }
    const canary = { weight: 0.1 }
    const change = { type: 'version', version: digestOf('3'), note: '', tests, canary } as const
    stub({ [`GET ${at}`]: () => ({ ...detail, change }) })
    renderApp('/approvals/publishing')
    const part = await screen.findByRole('region', { name: 'Who gets it' })
    expect(await within(part).findByText('90% of calls go to version 2, 10% to the new version')).toBeTruthy()
  })

  it('says why an approval was refused', async () => {
    stub({
      [`POST ${at}/decision`]: () =>
        problem('conflict', 409, { detail: 'What receives traffic has changed.' }),
    })
    renderApp('/approvals/publishing')
    await userEvent.click(await screen.findByRole('button', { name: 'Approve the rollout' }))
    expect((await screen.findByRole('alert')).textContent).toContain('What receives traffic has changed.')
  })

  it('is not offered for approval to who proposed it', async () => {
    stub({ 'GET /api/session': () => ({ ...adminSession, name: 'ann' }) })
    renderApp('/approvals/publishing')
    expect(await screen.findByRole('button', { name: 'Take it back' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Approve the rollout' })).toBeNull()
  })

  it('is not offered to who may not approve', async () => {
    stub({ 'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }) })
    renderApp('/approvals/publishing')
    expect(await screen.findByText(/an approver, an operator or an admin/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull()
  })
})

describe('change control', () => {
  it('is set for all loops and for one, with a reason', async () => {
    const none = { publish: false, rollout: false, expiresAfterHours: 72, loops: [] }
    const calls = stubApi({
      'GET /api/change-control': () => none,
      'PUT /api/change-control': ({ body }) => body,
      'GET /api/loops': () => ({ loops: [] }),
    })
    renderApp('/settings/publishing')
    await userEvent.click(await screen.findByLabelText('New versions'))
    const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' })
    expect(save.disabled).toBe(true)
    await userEvent.type(screen.getByLabelText(/^Why/), 'It pays out')
    await userEvent.click(save)
    await expect
      .poll(() => calls.find(({ method }) => method === 'PUT')?.body)
      .toEqual({ ...none, publish: true, reason: 'It pays out' })
  })

  const both = { publish: true, rollout: true, expiresAfterHours: 72, loops: [] }
  const proposal = {
    digest: digestOf('c'),
    from: both,
    to: { ...both, rollout: false },
    reason: 'We are two, and one is away',
    by: 'ann',
    at: Date.now() - 60_000,
    expiresAt: Date.now() + 3_600_000,
  }
  const decision = 'POST /api/change-control/proposal/decision'
  const stubControl = (more: Parameters<typeof stubApi>[0] = {}) =>
    stubApi({
      'GET /api/change-control': () => both,
      'GET /api/change-control/proposal': () => ({ proposal }),
      'GET /api/loops': () => ({ loops: [] }),
      ...more,
    })

  it('is proposed, not saved, where it asks for a second person less', async () => {
    const calls = stubControl({
      'GET /api/change-control/proposal': () => ({ proposal: null }),
      'POST /api/change-control/proposal': () => proposal,
    })
    renderApp('/settings/publishing')
    await userEvent.click(await screen.findByLabelText('Rollouts'))
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
    await userEvent.type(screen.getByLabelText(/^Why/), proposal.reason)
    await userEvent.click(screen.getByRole('button', { name: 'Propose' }))
    await expect
      .poll(() => calls.find(({ method }) => method !== 'GET'))
      .toMatchObject({
        method: 'POST',
        path: '/api/change-control/proposal',
        body: { ...both, rollout: false, reason: proposal.reason },
      })
    // What holds is shown again: nothing has changed yet.
    expect((await screen.findByLabelText('Rollouts')).getAttribute('aria-checked')).toBe('true')
    await screen.findByRole('button', { name: 'Save' })
  })

  it('that waits is shown with what would change, and approved with the digest of what is shown', async () => {
    const calls = stubControl({ [decision]: () => proposal.to })
    renderApp('/settings/publishing')
    const shown = await screen.findByRole('region', { name: 'Waits for a second person' })
    expect(shown.textContent).toContain('a second person approves new versions and rollouts')
    expect(shown.textContent).toContain('a second person approves new versions.')
    expect(shown.textContent).toContain(proposal.reason)
    await userEvent.type(within(shown).getByLabelText('Why you decide so'), 'Until Monday')
    await userEvent.click(within(shown).getByRole('button', { name: 'Approve' }))
    await expect
      .poll(() => calls.find(({ method }) => method === 'POST')?.body)
      .toEqual({ decision: 'approve', digest: proposal.digest, note: 'Until Monday' })
  })

  it('that waits can be taken back by who proposed it, and not approved', async () => {
    const calls = stubControl({
      'GET /api/session': () => ({ ...adminSession, name: 'ann' }),
      [decision]: () => both,
    })
    renderApp('/settings/publishing')
    const back = await screen.findByRole('button', { name: 'Take it back' })
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull()
    await userEvent.click(back)
    await expect
      .poll(() => calls.find(({ method }) => method === 'POST')?.body)
      .toMatchObject({ decision: 'deny', digest: proposal.digest })
  })

  it('that waits is told of where proposals are decided on', async () => {
    stubControl({ 'GET /api/proposals': () => ({ proposals: [] }) })
    renderApp('/approvals/publishing')
    const link = await screen.findByRole('link', { name: 'Decide on it' })
    expect(link.getAttribute('href')).toBe('/settings/publishing')
    const tabs = screen.getByRole('navigation', { name: 'Approvals' })
    await expect.poll(() => tabs.textContent).toContain('Publishing1 open')
  })
})
