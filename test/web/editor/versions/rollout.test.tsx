import { QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { noChangeControl } from '../../../../shared/api/changeControl.ts'
import type { Change } from '../../../../shared/api/changes.ts'
import type { Rollout, VersionSummary } from '../../../../shared/api/loops.ts'
import type { ProposalSummary } from '../../../../shared/api/proposals.ts'
import { rightsOf } from '../../../../shared/api/rights.ts'
import { rolloutTag } from '../../../../shared/api/rollouts.ts'
import type { RunSummary } from '../../../../shared/api/runs.ts'
import type { Outcome } from '../../../../shared/graph/nodes/outcome.ts'
import { createQueryClient } from '../../../../web/app/queryClient.ts'
import { SessionContext } from '../../../../web/app/session.ts'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { VersionsPanel } from '../../../../web/editor/versions/VersionsPanel.tsx'
import { toast } from '../../../../web/ui/toast.ts'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { adminSession, problem, stubApi } from '../../app/renderApp.tsx'
import { editorFor } from '../editorFor.ts'

const digestOf = (number: number) => `sha256:${String(number).repeat(64)}`
const versionOf = (number: number): VersionSummary => ({
  number,
  version: digestOf(number),
  note: `Note ${number}`,
  by: 'ada',
  at: 1_700_000_000_000,
})
const path = '/api/loops/test-loop'
const stable1: Rollout = { stable: digestOf(1), canary: null }
const canary2: Rollout = { stable: digestOf(1), canary: { version: digestOf(2), weight: 0.1 } }

const runOf = (outcome: Outcome, took: number): RunSummary => ({
  run: `test-loop.0.01a21950-1a91-7a76-b7d6-e65fca2025${took}`,
  loop: 'test-loop',
  version: digestOf(1),
  versionNumber: 1,
  status: 'ended',
  outcome,
  reason: null,
  message: '',
  iterations: 1,
  steps: 1,
  costUsd: 0,
  acceptedAt: 0,
  endedAt: took,
  events: 9,
  trace: '0'.repeat(32),
  parent: null,
})
const changeOf = (what: string, by: string): Change => ({
  seq: 1,
  at: 1_700_000_000_000,
  by,
  what,
  subject: 'test-loop',
  detail: '',
  prev: digestOf(0),
  hash: digestOf(0),
})
const proposed: ProposalSummary = {
  loop: 'test-loop',
  proposal: 1,
  digest: digestOf(9),
  change: { type: 'rollout', rollout: stable1 },
  from: canary2,
  reason: '',
  by: 'admin',
  at: 0,
  expiresAt: 1,
  status: 'open',
  decided: null,
}

type Shown = {
  rollout: Rollout
  versions?: number[]
  role?: 'admin' | 'builder'
  control?: object
  answers?: Parameters<typeof stubApi>[0]
}

/** The panel over a server that keeps the rollout. */
function show({ rollout, versions = [2, 1], role = 'admin', control = {}, answers = {} }: Shown) {
  let kept = rollout
  const calls = stubApi({
    [`GET ${path}/versions`]: () => ({ versions: versions.map(versionOf) }),
    [`GET ${path}/rollout`]: () => kept,
    [`PUT ${path}/rollout`]: ({ body, ifMatch }) => {
      if (ifMatch !== rolloutTag(kept)) return problem('revision-stale', 412, { detail: 'It is another.' })
      const { reason: _, ...to } = body as Rollout & { reason?: string }
      kept = to
      return to
    },
    'GET /api/changes': () => ({
      changes: [changeOf('loop.created', 'bob'), changeOf('loop.rollout', 'eve')],
      next: null,
    }),
    'GET /api/runs': ({ search }) => ({
      runs: search.get('version') === '1' ? [runOf('succeeded', 30), runOf('failed', 10)] : [],
      next: null,
    }),
    'GET /api/change-control': () => ({ ...noChangeControl, ...control }),
    'GET /api/proposals': () => ({ proposals: [] }),
    ...answers,
  })
  const client = createQueryClient()
  client.setDefaultOptions({
    queries: { networkMode: 'always', retry: false },
    mutations: { networkMode: 'always' },
  })
  const store = editorFor()
  render(
    <QueryClientProvider client={client}>
      <SessionContext value={{ ...adminSession, role, rights: [...rightsOf[role]] }}>
        <UiProvider>
          <EditorProvider value={store}>
            <MemoryRouter>
              <VersionsPanel />
            </MemoryRouter>
          </EditorProvider>
        </UiProvider>
      </SessionContext>
    </QueryClientProvider>,
  )
  const sent = () =>
    calls.filter(({ method }) => method !== 'GET').map(({ method, body }) => ({ method, body }))
  return { store, calls, sent, change: (to: Rollout) => (kept = to) }
}

const row = async (channel: string) => {
  const list = await screen.findByRole('list', { name: 'Versions that take calls' })
  const found = within(list)
    .getAllByRole('listitem')
    .find((each) => within(each).queryByText(channel))
  if (!found) throw new Error(`Nothing is ${channel}`)
  return found
}

// What can be undone is told of for longer than a test takes.
afterEach(() => {
  toast.dismiss()
})

describe('the rollout of a loop', () => {
  it('is shown with its shares, since when and by whom, and how each version did', async () => {
    const { store } = show({ rollout: canary2 })
    const stable = await row('stable')
    expect(within(stable).getByText('90% of the calls')).toBeTruthy()
    expect(await within(stable).findByText('50% succeeded')).toBeTruthy()
    expect(within(stable).getByText('median 10 ms')).toBeTruthy()
    const canary = await row('canary')
    expect(within(canary).getByText('10% of the calls')).toBeTruthy()
    expect(await within(canary).findByText('No run yet')).toBeTruthy()
    expect(await screen.findByText(/by eve/)).toBeTruthy()
    expect(store.getState()).toMatchObject({ published: { number: 1 }, canary: { number: 2, weight: 0.1 } })
  })

  it('gives the canary another share, by the slider or the number, and says why', async () => {
    const user = userEvent.setup()
    const { sent } = show({ rollout: canary2 })
    const number = await screen.findByRole('textbox', { name: '% of the calls' })
    fireEvent.change(screen.getByRole('slider', { name: 'Share of the canary' }), { target: { value: '40' } })
    expect((number as HTMLInputElement).value).toBe('40')
    await user.clear(number)
    await user.type(number, '140')
    const set = screen.getByRole('button', { name: 'Set the share' })
    expect((set as HTMLButtonElement).disabled).toBe(true)
    await user.clear(number)
    await user.type(screen.getByRole('textbox', { name: 'Why' }), 'Goes well')
    await user.type(number, '2.5{Enter}')
    expect(await screen.findByText('2.5% of the calls')).toBeTruthy()
    const canary = { version: digestOf(2), weight: 0.025 }
    expect(sent()).toEqual([{ method: 'PUT', body: { stable: digestOf(1), canary, reason: 'Goes well' } }])
  })

  it('makes the canary stable, and takes that back', async () => {
    const user = userEvent.setup()
    const { sent, store } = show({ rollout: canary2 })
    await user.click(await screen.findByRole('button', { name: 'Make version 2 stable' }))
    fireEvent.click(await screen.findByText('Undo'))
    expect(await screen.findByText(/^Undone/)).toBeTruthy()
    expect(sent()).toEqual([
      { method: 'PUT', body: { stable: digestOf(2), canary: null } },
      { method: 'PUT', body: { ...canary2, reason: 'Undone' } },
    ])
    expect(store.getState()).toMatchObject({ published: { number: 1 }, canary: { number: 2 } })
  })

  it('does not take back what somebody else has changed since', async () => {
    const user = userEvent.setup()
    const { sent, change } = show({ rollout: canary2 })
    await user.click(await screen.findByRole('button', { name: 'Stop the canary' }))
    const undo = await screen.findByText('Undo')
    change({ stable: digestOf(2), canary: null })
    fireEvent.click(undo)
    expect(await screen.findByText('Nothing was undone')).toBeTruthy()
    await vi.waitFor(() => expect(sent()).toHaveLength(2))
    expect(within(await row('stable')).getByText('Version 2')).toBeTruthy()
  })

  it('does not overwrite what somebody else has changed since it was shown, and shows that', async () => {
    const user = userEvent.setup()
    const { change } = show({ rollout: canary2 })
    const set = await screen.findByRole('button', { name: 'Stop the canary' })
    change({ stable: digestOf(1), canary: { version: digestOf(2), weight: 0.5 } })
    await user.click(set)
    expect(await screen.findByText('Nothing was changed')).toBeTruthy()
    expect(within(await row('canary')).getByText('50% of the calls')).toBeTruthy()
  })

  it('starts a canary of another version', async () => {
    const user = userEvent.setup()
    const { sent } = show({ rollout: stable1 })
    await user.click(await screen.findByText('Start a canary, or go back to another version'))
    await user.click(await screen.findByRole('button', { name: 'Start the canary' }))
    expect(within(await row('canary')).getByText('Version 2')).toBeTruthy()
    expect(sent()).toEqual([{ method: 'PUT', body: canary2 }])
  })

  it('is proposed where a second person approves it', async () => {
    const user = userEvent.setup()
    const { sent } = show({
      rollout: canary2,
      control: { rollout: true },
      answers: { [`POST ${path}/proposals/rollout`]: () => proposed },
    })
    await user.click(await screen.findByRole('button', { name: 'Propose: Stop the canary' }))
    expect(await screen.findByText('Proposed: it waits for a second person')).toBeTruthy()
    expect(sent()).toEqual([{ method: 'POST', body: stable1 }])
    expect(within(await row('canary')).getByText('10% of the calls')).toBeTruthy()
  })

  it('is only looked at by who may not change it', async () => {
    show({ rollout: canary2, role: 'builder' })
    expect(await screen.findByText(/An operator or an admin changes/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Stop the canary' })).toBeNull()
  })

  it('says that there is one version alone', async () => {
    show({ rollout: stable1, versions: [1] })
    expect(await screen.findByText(/There is no other version/)).toBeTruthy()
  })

  it('says that no version takes calls, and lets one', async () => {
    const user = userEvent.setup()
    const { sent } = show({ rollout: { stable: null, canary: null } })
    expect(await screen.findByText(/^No version takes calls/)).toBeTruthy()
    await user.click(screen.getByText('Start a canary, or go back to another version'))
    await user.click(await screen.findByRole('button', { name: 'Make version 2 stable' }))
    expect(await row('stable')).toBeTruthy()
    expect(sent()).toEqual([{ method: 'PUT', body: { stable: digestOf(2), canary: null } }])
  })

  it('says what went wrong and keeps what was written', async () => {
    const user = userEvent.setup()
    show({
      rollout: canary2,
      answers: { [`PUT ${path}/rollout`]: () => problem('version-not-found', 404) },
    })
    const why = await screen.findByRole('textbox', { name: 'Why' })
    await user.type(why, 'Goes well')
    await user.click(screen.getByRole('button', { name: 'Stop the canary' }))
    expect(await screen.findByText('version-not-found')).toBeTruthy()
    expect((why as HTMLInputElement).value).toBe('Goes well')
  })
})
