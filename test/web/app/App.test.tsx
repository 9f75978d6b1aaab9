import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { ownPath } from '../../../shared/api/ownPath.ts'
import { adminSession, problem, renderApp, stubApi } from './renderApp.tsx'

const noLoops = { 'GET /api/loops': () => ({ loops: [] }) }

describe('the frame around the pages', () => {
  it('has a skip link, landmarks and the way to every place', async () => {
    stubApi(noLoops)
    renderApp('/')
    const nav = await screen.findByRole('navigation', { name: 'Main' })
    expect([...nav.querySelectorAll('a')].map((link) => link.textContent)).toEqual([
      'Loops',
      'Runs',
      'Approvals',
      'Operations',
      'Sandbox',
      'Settings',
      'Docs',
    ])
    expect(screen.getByRole('link', { name: 'Skip to content' }).getAttribute('href')).toBe('#main')
    expect(screen.getByRole('main').id).toBe('main')
  })

  it('leads to the loops from the address of one that was cut short', async () => {
    stubApi(noLoops)
    renderApp('/loops')
    expect(await screen.findByRole('heading', { name: 'Loops' })).toBeTruthy()
  })

  it('says so where an address leads nowhere', async () => {
    stubApi({})
    renderApp('/nowhere/at/all')
    expect(await screen.findByText('There is nothing at this address')).toBeTruthy()
  })

  it('says that the server does not answer, and goes on by itself when it does', async () => {
    let down = true
    stubApi({
      'GET /api/loops': () => (down ? new TypeError('Failed to fetch') : { loops: [] }),
      'GET /healthz': () => ({ ok: true }),
    })
    renderApp('/')
    expect(await screen.findByText(/The server does not answer\. What you see/)).toBeTruthy()
    down = false
    await userEvent.click(screen.getByRole('button', { name: 'Try now' }))
    await waitFor(() => expect(screen.queryByText(/What you see may be out of date/)).toBeNull())
    expect(await screen.findByRole('heading', { name: 'Start with a loop that runs' })).toBeTruthy()
  })

  it('shows a page’s own failure with what to do, and asks again on demand', async () => {
    let broken = true
    stubApi({
      'GET /api/loops': () =>
        broken ? problem('forbidden', 403, { title: 'Your role does not allow this' }) : { loops: [] },
    })
    renderApp('/')
    expect((await screen.findByRole('alert')).textContent).toContain('Ask an admin of this workspace')
    broken = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: 'Start with a loop that runs' })).toBeTruthy()
  })
})

describe('signing in', () => {
  const signedOut = { 'GET /api/session': () => problem('unauthenticated', 401) }

  it('is asked for, and leads back to where one wanted to go', async () => {
    let session: object | null = null
    const calls = stubApi({
      'GET /api/session': () => session ?? problem('unauthenticated', 401),
      'POST /api/session': () => {
        session = adminSession
        return new Response(JSON.stringify(adminSession), { status: 201 })
      },
      'GET /api/runs': () => ({ runs: [], next: null }),
      ...noLoops,
    })
    const { router } = renderApp('/runs?status=ended')
    await userEvent.type(await screen.findByLabelText('Token'), 'pvt_secret')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    await waitFor(() =>
      expect(`${router.state.location.pathname}${router.state.location.search}`).toBe('/runs?status=ended'),
    )
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({ token: 'pvt_secret' })
  })

  it('exchanges the code of a one-time link once', async () => {
    const calls = stubApi({
      ...noLoops,
      'POST /api/session': () => new Response(JSON.stringify(adminSession), { status: 201 }),
      ...signedOut,
    })
    const { router } = renderApp('/sign-in#code=abc.def')
    await waitFor(() => expect(router.state.location.pathname).toBe('/'))
    expect(calls.filter((call) => call.method === 'POST').map((call) => call.body)).toEqual([
      { code: 'abc.def' },
    ])
  })

  it('says what is wrong with a token and keeps the form', async () => {
    stubApi({
      ...signedOut,
      'POST /api/session': () => problem('unauthenticated', 401, { title: 'Sign in or send a token' }),
    })
    renderApp('/sign-in')
    await userEvent.type(await screen.findByLabelText('Token'), 'wrong')
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Sign in or send a token')
    expect(screen.getByLabelText<HTMLInputElement>('Token').value).toBe('wrong')
  })

  it.each([
    ['/runs', '/runs'],
    [null, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
  ])('goes from %s to %s', (next, place) => expect(ownPath(next)).toBe(place))
})
