import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { seal } from '../../../shared/audit/seal.ts'
import { decide } from '../../../shared/engine/decide.ts'
import { initialState } from '../../../shared/engine/state.ts'
import { carriedAlong, iterationsToForkAt } from '../../../web/replay/fork/forkWords.ts'
import { forkIn, logOf, ticketProgram as program, twice } from '../../support/forking.ts'
import { accept, run, startAt } from '../../support/given.ts'
import { problem, renderApp, stubApi } from '../app/renderApp.tsx'

const events = logOf(twice)
const forked = run.replace(/0$/, '1')
const other = `sha256:${'b'.repeat(64)}`

const detail = {
  run,
  loop: 'probe',
  version: program.version,
  versionNumber: 1,
  status: 'running',
  outcome: null,
  reason: null,
  message: '',
  iterations: 2,
  steps: 2,
  costUsd: 0,
  acceptedAt: startAt,
  endedAt: null,
  events: events.length,
  trace: '0'.repeat(32),
  parent: null,
  body: null,
  input: { n: 1 },
  children: [],
  waits: [],
}
const summary = { number: 1, version: program.version, note: '', by: 'ada', at: 0 }
const ofLoop = {
  name: 'probe',
  title: 'Probe',
  description: '',
  example: true,
  published: summary,
  draftSavedAt: 0,
  draftDiffers: false,
  draft: { graph: null, revision: 2, savedAt: 0, savedBy: 'ada' },
  versions: [{ ...summary, number: 2, version: other }, summary],
  rollout: { stable: program.version, canary: null },
  shards: 1,
}

/** A run of two iterations, looked at in its first, and what is sent to fork it. */
function stub(answer: () => unknown) {
  const calls = stubApi({
    [`GET /api/runs/${run}`]: () => detail,
    [`GET /api/runs/${run}/events`]: () => ({ events, next: null }),
    [`GET /api/runs/${forked}`]: () => ({ ...detail, run: forked }),
    [`GET /api/runs/${forked}/events`]: () => ({ events: forkLog(), next: null }),
    'GET /api/loops/probe': () => ofLoop,
    'GET /api/loops/probe/runs': () => ({ runs: [], next: null }),
    [`POST /api/runs/${run}/fork`]: answer,
  })
  return () => calls.filter(({ method }) => method === 'POST').map(({ body }) => body)
}

/** The log of the fork of the second iteration. */
function forkLog() {
  const decision = decide(program, initialState, accept({ n: 1 }, { run: forked, fork: forkIn(twice, 2) }))
  return decision.ok ? seal(null, startAt, 'd'.repeat(32), decision.events) : []
}

beforeEach(() => {
  vi.stubGlobal(
    'EventSource',
    class extends EventTarget {
      close() {}
    },
  )
})

describe('forking a run', () => {
  it('says what it will do, asks why, and goes to the new run, which says where it comes from', async () => {
    const user = userEvent.setup()
    const sent = stub(() => ({ ...detail, run: forked }))
    const { router } = renderApp(`/runs/${run}`)
    await user.click(await screen.findByRole('button', { name: 'Fork…' }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('its actions really happen again')
    expect(dialog.textContent).toContain('What this run did is not undone')
    const start = within(dialog).getByRole('button', { name: 'Start the fork' })
    expect(start.hasAttribute('disabled')).toBe(true)
    await user.type(within(dialog).getByRole('textbox', { name: /Reason/ }), ' The tracker was down. ')
    await user.click(start)
    await waitFor(() => expect(router.state.location.pathname).toBe(`/runs/${forked}`))
    expect(sent()).toEqual([{ iteration: 2, reason: 'The tracker was down.' }])
    const link = await screen.findByRole('link', { name: /^fork of .* at #2$/ })
    expect(link.getAttribute('href')).toBe(`/runs/${run}?at=${forkIn(twice, 2).seq}`)
    await user.click(screen.getByRole('button', { name: 'Compare…' }))
    const compare = await screen.findByRole('link', { name: /The run that it is a fork of/ })
    expect(compare.getAttribute('href')).toBe(`/runs/${run}/compare/${forked}`)
  })

  it('begins at the iteration in view, under the version that is chosen, and keeps what was typed when it is refused', async () => {
    const user = userEvent.setup()
    const errors = [{ pointer: '/version', message: 'This version has no planner “plan”.' }]
    const sent = stub(() => problem('fork-invalid', 422, { errors }))
    renderApp(`/runs/${run}?at=4`)
    await user.click(await screen.findByRole('button', { name: 'Fork…' }))
    const dialog = await screen.findByRole('dialog')
    expect(within(dialog).getByRole('combobox', { name: 'Begins at' }).textContent).toContain('Iteration 1')
    within(dialog).getByRole('combobox', { name: 'Version' }).focus()
    await user.keyboard('{Enter}')
    await user.click(await screen.findByRole('option', { name: /Version 2/ }))
    await user.type(within(dialog).getByRole('textbox', { name: /Reason/ }), 'Why not')
    await user.keyboard('{Enter}')
    expect(await within(dialog).findByText(/no planner “plan”/)).toBeTruthy()
    expect(sent()).toEqual([{ iteration: 1, version: other, reason: 'Why not' }])
    expect(within(dialog).getByDisplayValue('Why not')).toBeTruthy()
  })
})

describe('what a fork takes along', () => {
  it('is told of the log, as the engine takes it', () => {
    expect(iterationsToForkAt(events)).toEqual([
      { value: '1', label: 'Iteration 1', hint: 'at the trigger' },
      { value: '2', label: 'Iteration 2', hint: 'because of replan' },
    ])
    expect(carriedAlong(events, program, 1)).toContain('nothing else of this run')
    expect(carriedAlong(events, program, 2)).toBe(
      'It takes along the verdict replan and the fact ticket, and “Plan” plans anew.',
    )
  })
})
