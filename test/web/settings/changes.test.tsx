import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Change, ChangesBundle } from '../../../shared/api/changes.ts'
import { changeHash, changesGenesis } from '../../../shared/audit/verifyChanges.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`

function chained(...entries: Partial<Change>[]): Change[] {
  const log: Change[] = []
  for (const entry of entries) {
    const linked = {
      seq: log.length + 1,
      at: 1_700_000_000_000,
      by: 'ann',
      what: 'host.set',
      subject: 'crm',
      detail: '',
      ...entry,
      prev: log.at(-1)?.hash ?? changesGenesis,
    }
    log.push({ ...linked, hash: changeHash(linked) })
  }
  return log
}

const log = chained(
  {
    what: 'host.set',
    from: { value: 'https://one.example' },
    to: { value: 'https://two.example' },
    reason: 'They moved',
  },
  {
    what: 'loop.published',
    subject: 'refund',
    by: 'bob',
    from: { number: 2, digest: digestOf('2') },
    to: { number: 3, digest: digestOf('3') },
  },
)
const bundleOf = (changes: Change[]): ChangesBundle => ({
  head: {
    format: 'pavane.changes/1',
    workspace: 'default',
    at: 1_700_000_000_000,
    seq: changes.length,
    hash: changes.at(-1)?.hash ?? changesGenesis,
  },
  changes,
  jws: null,
  publicKey: null,
})

const stub = (bundle: ChangesBundle = bundleOf(log)) =>
  stubApi({
    'GET /api/changes': () => ({ changes: log.toReversed(), next: null }),
    'GET /api/changes/bundle': () => bundle,
  })

beforeEach(() => window.localStorage.clear())

describe('the log of changes', () => {
  it('says why, from what to what, and leads to the visual difference', async () => {
    stub()
    renderApp('/settings/changes')
    await screen.findByText('They moved')
    const [, published, moved] = screen.getAllByRole('row')
    if (!published || !moved) throw new Error('Two changes are rows')
    expect(moved.textContent).toContain('from https://one.exampleto https://two.example')
    expect(moved.textContent).toContain('They moved')
    expect(published.textContent).toContain('from version 2to version 3')
    const link = within(published).getByRole('link', { name: 'See the difference' })
    expect(link.getAttribute('href')).toBe('/loops/refund?compare=2..3')
  })

  it('is narrowed in the address, and asks the server', async () => {
    const calls = stub()
    renderApp('/settings/changes?kind=loop&since=2026-11-01')
    await userEvent.click(await screen.findByRole('button', { name: 'bob' }))
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search the changes' }), 'version 3')
    await screen.findByRole('button', { name: /By bob/ })
    await expect
      .poll(() => Object.fromEntries(calls.findLast(({ path }) => path === '/api/changes')?.search ?? []))
      .toEqual({ kind: 'loop', by: 'bob', text: 'version 3', since: String(Date.parse('2026-11-01T00:00')) })
    await userEvent.click(screen.getByRole('button', { name: 'Show everything' }))
    await expect.poll(() => calls.findLast(({ path }) => path === '/api/changes')?.search.size).toBe(0)
  })

  it('is verified here, and found out when it was written anew since', async () => {
    stub()
    renderApp('/settings/changes')
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the log' }))
    expect(await screen.findByText('No entry was changed, added or taken out')).toBeTruthy()
    cleanup()
    stub(bundleOf(chained({ by: 'eve' }, { by: 'eve' }, { by: 'eve' })))
    renderApp('/settings/changes')
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the log' }))
    expect(await screen.findByText('Entry 2 is not the one that was verified here')).toBeTruthy()
  })

  it('does not verify with a word changed, or its end cut', async () => {
    const [first, second] = log
    if (!first || !second) throw new Error('There are two')
    stub(bundleOf([{ ...first, reason: 'They asked' }, second]))
    renderApp('/settings/changes')
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the log' }))
    expect(await screen.findByText('The chain breaks at entry 1')).toBeTruthy()
    cleanup()
    stub({ ...bundleOf(log), changes: [first] })
    renderApp('/settings/changes')
    await userEvent.click(await screen.findByRole('button', { name: 'Verify the log' }))
    expect(await screen.findByText('The head names another last entry')).toBeTruthy()
  })
})
