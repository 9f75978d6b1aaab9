import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { RunReview } from '../../../shared/api/reviews.ts'
import { queueOf, reviewAddress } from '../../../web/replay/review/reviewAddress.ts'
import { adminSession, renderApp, stubApi } from '../app/renderApp.tsx'
import { aRun } from '../runs/aRun.ts'
import { aRunLog } from './aRunLog.ts'

const runs = [aRun(3), aRun(2), aRun(1)]
const [first, second] = [aRun(3).run, aRun(2).run]
const queue = queueOf({ loop: 'probe', reviewed: 'false', last: '1h' }, 3_600_500)
const others: RunReview[] = [{ by: 'ann', at: 1, score: 2, comment: 'Too slow' }]

function stubRuns(more: Parameters<typeof stubApi>[0] = {}) {
  const events = aRunLog({ iterations: 1, steps: 1 })
  const each = runs.flatMap((run) => [
    [`GET /api/runs/${run.run}`, () => ({ ...run, body: null, input: null, children: [], waits: [] })],
    [`GET /api/runs/${run.run}/events`, () => ({ events, next: null })],
    [`GET /api/runs/${run.run}/reviews`, () => ({ reviews: others })],
    [`PUT /api/runs/${run.run}/review`, () => ({ reviews: others })],
  ])
  return stubApi({
    ...(Object.fromEntries(each) as Parameters<typeof stubApi>[0]),
    'GET /api/runs': () => ({ runs, next: null }),
    ...more,
  })
}

describe('the review of a run', () => {
  it('is kept with its score and comment, and the next run of the queue comes', async () => {
    const calls = stubRuns()
    const { router } = renderApp(reviewAddress(first, queue))
    const bar = await screen.findByRole('region', { name: 'Review' })
    expect(await within(bar).findByText('1 of 3')).toBeTruthy()
    expect(bar.textContent).toContain('ann: 2 of 5, Too slow')
    const asked = calls.find(({ path }) => path === '/api/runs')?.search
    expect(Object.fromEntries(asked ?? [])).toEqual({
      loop: 'probe',
      status: 'ended',
      reviewed: 'false',
      since: '500',
      limit: '200',
    })
    expect(within(bar).getByRole('button', { name: 'Save, next' })).toHaveProperty('disabled', true)
    await userEvent.keyboard('4')
    // Where nothing is laid out, the bars between the panels would take the click.
    act(() => within(bar).getByRole('textbox', { name: 'Comment' }).focus())
    await userEvent.keyboard('Right 1{Enter}')
    await waitFor(() => expect(router.state.location.pathname).toBe(`/runs/${second}`))
    expect(router.state.location.search).toBe(new URL(reviewAddress(second, queue), 'http://x').search)
    expect(calls.filter(({ method }) => method === 'PUT')).toMatchObject([
      { path: `/api/runs/${first}/review`, body: { score: 4, comment: 'Right 1' } },
    ])
  })

  it('goes through the queue by j and k', async () => {
    stubRuns()
    const { router } = renderApp(reviewAddress(first, queue))
    await screen.findByText('1 of 3')
    await userEvent.keyboard('j')
    expect(await screen.findByText('2 of 3')).toBeTruthy()
    expect(router.state.location.pathname).toBe(`/runs/${second}`)
    await userEvent.keyboard('k')
    expect(await screen.findByText('1 of 3')).toBeTruthy()
  })

  it('is changed by who made it, and goes away when it is closed', async () => {
    stubRuns({
      [`GET /api/runs/${first}/reviews`]: () => ({
        reviews: [{ by: 'admin', at: 2, score: 5, comment: 'Good' }],
      }),
    })
    const { router } = renderApp(reviewAddress(first, ''))
    expect(await screen.findByDisplayValue('Good')).toBeTruthy()
    expect(screen.getByRole('radio', { name: '5, Good' })).toHaveProperty('checked', true)
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', false)
    await userEvent.click(screen.getByRole('button', { name: 'Close the review' }))
    expect(screen.queryByRole('region', { name: 'Review' })).toBeNull()
    expect(router.state.location.search).toBe('')
  })

  it('is offered to nobody who may only read', async () => {
    stubRuns({ 'GET /api/session': () => ({ ...adminSession, rights: ['read'] }) })
    renderApp(reviewAddress(first, queue))
    await screen.findByRole('link', { name: 'All runs' })
    expect(screen.queryByRole('region', { name: 'Review' })).toBeNull()
    expect(screen.queryByRole('link', { name: 'Review' })).toBeNull()
  })
})
