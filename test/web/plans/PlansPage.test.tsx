import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { RegisteredPlan } from '../../../shared/api/plans.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}`
const run = 'probe.0.0192f3a4-0000-7a11-8b22-000000000007'

function aPlan(version: number, over: Partial<RegisteredPlan> = {}): RegisteredPlan {
  return {
    run,
    at: 1_700_000_000_000,
    version,
    parent: version === 1 ? null : version - 1,
    digest: digestOf('a'),
    provenance: {
      program: digestOf('b'),
      planner: 'remedy',
      strategy: 'federation',
      seed: 7,
      inputDigest: digestOf('c'),
      rules: [],
      because: version === 1 ? null : { verifier: 'verify', verdict: 'replan', iteration: 1 },
      plannerVersion: digestOf('d'),
      ask: 2,
      members: [
        {
          member: 'service',
          strategy: 'http',
          plannerVersion: 'mine-3',
          seed: null,
          steps: [],
          reason: 'No answer',
        },
      ],
    },
    steps: 2,
    diff:
      version === 1
        ? null
        : { added: ['tell'], removed: [], changed: [{ step: 'pay', fields: ['args'] }], same: [] },
    ...over,
  }
}

const loops = { 'GET /api/loops': () => ({ loops: [] }) }

describe('the plans of a loop', () => {
  it('say what each changed and because of what, and lead to its run', async () => {
    stubApi({ ...loops, 'GET /api/loops/probe/plans': () => ({ plans: [aPlan(2), aPlan(1)], next: null }) })
    renderApp('/loops/probe/plans')
    const link = await screen.findByRole('link', { name: 'Plan 2 in run 00000007' })
    expect(link.getAttribute('href')).toBe(`/runs/${encodeURIComponent(run)}?plan=2`)
    const [second, first] = screen.getAllByRole('row').slice(1)
    expect(second?.textContent).toContain('Replan')
    expect(second?.textContent).toContain('+tell~pay')
    expect(first?.textContent).toContain('the start')
    expect(first?.textContent).toContain('the first')
  })

  it('open on where they come from: version, seed, ask, and each member', async () => {
    stubApi({ ...loops, 'GET /api/loops/probe/plans': () => ({ plans: [aPlan(2)], next: null }) })
    renderApp('/loops/probe/plans')
    await userEvent.click(await screen.findByRole('button', { name: 'Plan 2 of run 00000007' }))
    const members = screen.getByRole('table', { name: 'Members of the federation' })
    expect(within(members).getAllByRole('row')[1]?.textContent).toContain('No answer')
    expect(screen.getByText('Seed').nextSibling?.textContent).toBe('7')
    expect(screen.getByText('Ask').nextSibling?.textContent).toBe('2')
  })

  it('are narrowed to one planner by the server', async () => {
    const calls = stubApi({ ...loops, 'GET /api/loops/probe/plans': () => ({ plans: [], next: null }) })
    renderApp('/loops/probe/plans?planner=remedy')
    await screen.findByText('That planner has proposed nothing yet')
    expect(calls.find((call) => call.path.endsWith('/plans'))?.search.get('planner')).toBe('remedy')
  })
})

describe('the load of a loop', () => {
  const shard = (number: number) => ({
    shard: number,
    queued: 3,
    running: 2,
    limit: 10,
    actions: [{ action: 'pay', inFlight: 1, waiting: 4 }],
    breakers: number === 0 ? [{ host: 'bank', is: 'open' as const, until: Date.now() + 60_000 }] : [],
  })

  it('adds up what its shards have under way, hold back and leave alone', async () => {
    stubApi({
      ...loops,
      'GET /api/loops/probe/runs': () => ({ runs: [], next: null }),
      'GET /api/loops/probe/status': () => ({ shards: [shard(0), shard(1)], queued: 6, running: 4 }),
    })
    renderApp('/loops/probe/runs')
    const load = await screen.findByRole('region', { name: 'Load of the loop' })
    expect(load.textContent).toContain('4 under way6 queuedroom for 20')
    expect(load.textContent).toContain('pay: 2 out, 8 wait')
    expect(load.textContent).toContain('bank is left alone until')
  })
})
