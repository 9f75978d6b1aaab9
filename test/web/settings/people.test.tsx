import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'

const session = {
  id: 'ses_1',
  name: 'admin',
  role: 'admin',
  via: 'link',
  startedAt: 1,
  lastUsedAt: 1,
  expiresAt: 9_000_000_000_000,
  agent: 'Firefox',
  current: false,
}
const ways = { link: true, oidc: null, access: false }
const vera = { member: 'vera@example.com', role: 'viewer', addedAt: 1, addedBy: 'admin' }
const noBody = () => new Response(null, { status: 204 })

describe('a token', () => {
  const made = {
    id: 't1',
    name: 'CI',
    role: 'operator',
    rights: ['read'],
    loops: ['refunds'],
    createdAt: 1,
    createdBy: 'admin',
    expiresAt: 1,
    lastUsedAt: null,
  }

  it('is narrowed to rights and loops when it is made', async () => {
    const calls = stubApi({
      'GET /api/tokens': () => ({ tokens: [] }),
      'GET /api/loops': () => ({
        loops: [
          {
            name: 'refunds',
            title: 'Refunds',
            description: '',
            example: false,
            published: null,
            draftSavedAt: 1,
            draftDiffers: false,
          },
        ],
      }),
      'POST /api/tokens': () => new Response(JSON.stringify({ ...made, token: 'pvt_once' }), { status: 201 }),
    })
    renderApp('/settings/tokens')
    await userEvent.type(await screen.findByLabelText('Name'), 'CI')
    await userEvent.click(screen.getByLabelText('Role'))
    await userEvent.click(await screen.findByRole('option', { name: /^operator/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Start and stop runs' }))
    await userEvent.click(screen.getByLabelText('Only for loops'))
    await userEvent.click(await screen.findByRole('option', { name: 'refunds' }))
    await userEvent.click(screen.getByRole('button', { name: 'Make token' }))
    await screen.findByText('pvt_once')
    expect(calls.find((call) => call.method === 'POST')?.body).toMatchObject({
      role: 'operator',
      rights: ['read', 'review', 'decide', 'approve'],
      loops: ['refunds'],
    })
  })

  it('can’t be made without any right', async () => {
    stubApi({ 'GET /api/tokens': () => ({ tokens: [] }), 'GET /api/loops': () => ({ loops: [] }) })
    renderApp('/settings/tokens')
    await userEvent.type(await screen.findByLabelText('Name'), 'CI')
    await userEvent.click(screen.getByLabelText('Role'))
    await userEvent.click(await screen.findByRole('option', { name: /^reviewer/ }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Read loops and runs' }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'Review runs' }))
    await userEvent.click(screen.getByRole('checkbox', { name: 'See personal data' }))
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Make token' }).disabled).toBe(true)
  })

  it('says what it is narrowed to, that it was never used, and that it has ended', async () => {
    stubApi({ 'GET /api/tokens': () => ({ tokens: [made] }), 'GET /api/loops': () => ({ loops: [] }) })
    renderApp('/settings/tokens')
    const row = (await screen.findByText('CI')).closest('tr')
    if (!row) throw new Error('no row')
    expect(within(row).getByText('only read')).toBeTruthy()
    expect(within(row).getByText('only refunds')).toBeTruthy()
    expect(within(row).getByText('never')).toBeTruthy()
    expect(within(row).getByText('ended')).toBeTruthy()
  })
})

describe('members', () => {
  it('are given a role by e-mail address, whatever its case', async () => {
    const calls = stubApi({
      'GET /api/members': () => ({ members: [], people: [], defaultRole: null }),
      'GET /api/sign-in': () => ways,
      'PUT /api/members/vera%40example.com': () => vera,
    })
    renderApp('/settings/members')
    await userEvent.type(await screen.findByLabelText('Person or group'), 'Vera@Example.com')
    await userEvent.click(screen.getByRole('button', { name: 'Add member' }))
    await waitFor(() =>
      expect(calls.find((call) => call.method === 'PUT')).toMatchObject({ body: { role: 'viewer' } }),
    )
    expect(screen.getByText(/Nobody can sign in as a member yet/)).toBeTruthy()
  })

  it('have a name before the server is asked', async () => {
    const calls = stubApi({
      'GET /api/members': () => ({ members: [], people: [], defaultRole: null }),
      'GET /api/sign-in': () => ways,
    })
    renderApp('/settings/members')
    await userEvent.type(await screen.findByLabelText('Person or group'), 'vera')
    await userEvent.click(screen.getByRole('button', { name: 'Add member' }))
    expect((await screen.findByRole('alert')).textContent).toContain('group:')
    expect(calls.filter((call) => call.method === 'PUT')).toEqual([])
  })

  it('change their role and lose it, and everyone else gets one', async () => {
    const calls = stubApi({
      'GET /api/members': () => ({
        members: [vera],
        people: [{ email: 'bo@example.com', name: 'Bo', role: 'operator', because: 'group', lastSeenAt: 1 }],
        defaultRole: null,
      }),
      'GET /api/sign-in': () => ({ ...ways, oidc: 'Acme' }),
      'PUT /api/members': () => ({ members: [], people: [], defaultRole: 'viewer' }),
      'PUT /api/members/vera%40example.com': () => ({ ...vera, role: 'builder' }),
      'DELETE /api/members/vera%40example.com': noBody,
    })
    renderApp('/settings/members')
    await userEvent.click(await screen.findByLabelText('Role of vera@example.com'))
    await userEvent.click(await screen.findByRole('option', { name: /^builder/ }))
    await waitFor(() =>
      expect(calls.filter((call) => call.method === 'PUT')).toMatchObject([{ body: { role: 'builder' } }]),
    )
    expect(screen.getByText('by a group')).toBeTruthy()
    await userEvent.click(screen.getByLabelText('Everyone else who can sign in'))
    await userEvent.click(await screen.findByRole('option', { name: /^viewer/ }))
    await waitFor(() =>
      expect(calls.some(({ body }) => JSON.stringify(body) === '{"defaultRole":"viewer"}')).toBe(true),
    )
    await userEvent.click(screen.getByRole('button', { name: 'Remove the member vera@example.com' }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(calls.some((call) => call.method === 'DELETE')).toBe(true))
    expect(screen.queryByText(/Nobody can sign in as a member yet/)).toBeNull()
  })
})

describe('sessions', () => {
  it('are ended from where they are listed, for who is no admin too', async () => {
    const calls = stubApi({
      'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }),
      'GET /api/sessions': () => ({
        sessions: [
          { ...session, current: true },
          { ...session, id: 'ses_2' },
        ],
      }),
      'DELETE /api/sessions/ses_2': noBody,
    })
    renderApp('/settings/sessions')
    expect(await screen.findByText('this browser')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'End a session of admin' }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'End' }))
    await waitFor(() => expect(calls.some((call) => call.method === 'DELETE')).toBe(true))
  })

  it('sign this browser out when it is its own that ends', async () => {
    let isOver = false
    stubApi({
      'GET /api/session': () => (isOver ? problem('unauthenticated', 401) : adminSession),
      'GET /api/sign-in': () => ways,
      'GET /api/sessions': () => ({ sessions: [{ ...session, current: true }] }),
      'DELETE /api/sessions/ses_1': () => {
        isOver = true
        return noBody()
      },
    })
    const { router } = renderApp('/settings/sessions')
    await userEvent.click(await screen.findByRole('button', { name: 'End this session' }))
    await userEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'End' }))
    await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'))
  })
})

describe('the sign-in page', () => {
  it('leads to the provider by its name, and back to where one wanted to go', async () => {
    stubApi({
      'GET /api/session': () => problem('unauthenticated', 401),
      'GET /api/sign-in': () => ({ ...ways, link: false, oidc: 'Acme' }),
    })
    renderApp('/sign-in?next=%2Fruns&fault=no-role')
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Sign in with Acme' })
    expect(link.getAttribute('href')).toBe('/api/sign-in/oidc?next=%2Fruns')
    expect(screen.getByRole('alert').textContent).toContain('no role in this workspace')
    expect(screen.queryByText(/npm start/)).toBeNull()
  })

  it('says nothing of a fault that it does not know', async () => {
    stubApi({ 'GET /api/session': () => problem('unauthenticated', 401), 'GET /api/sign-in': () => ways })
    renderApp('/sign-in?fault=<b>hello</b>')
    expect(await screen.findByText(/npm start/)).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})
