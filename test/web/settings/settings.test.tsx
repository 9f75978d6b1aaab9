import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { adminSession, problem, renderApp, stubApi } from '../app/renderApp.tsx'

const host = { name: 'tracker', baseUrl: 'https://api.github.com', sandbox: false }

describe('hosts', () => {
  it('refuses what is no name and no address before it asks the server, and keeps what was typed', async () => {
    const calls = stubApi({ 'GET /api/hosts': () => ({ hosts: [] }) })
    renderApp('/settings')
    await userEvent.type(await screen.findByLabelText('Name'), 'Not a name')
    await userEvent.type(screen.getByLabelText('Base address'), 'ftp://x')
    await userEvent.click(screen.getByRole('button', { name: 'Add host' }))
    expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
      expect.stringContaining('lower-case letters'),
      expect.stringContaining('http'),
    ])
    expect(screen.getByLabelText('Name').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByLabelText<HTMLInputElement>('Name').value).toBe('Not a name')
    expect(calls.filter((call) => call.method === 'PUT')).toEqual([])
  })

  it('changes an address and shows the new one', async () => {
    let baseUrl = host.baseUrl
    const calls = stubApi({
      'GET /api/hosts': () => ({ hosts: [{ ...host, baseUrl }] }),
      'PUT /api/hosts/tracker': ({ body }) => {
        baseUrl = (body as { baseUrl: string }).baseUrl
        return { ...host, baseUrl }
      },
    })
    renderApp('/settings')
    await userEvent.click(await screen.findByRole('button', { name: 'Change the address of tracker' }))
    const address = screen.getByLabelText('Base address')
    await userEvent.clear(address)
    await userEvent.type(address, 'https://ghe.example/api')
    await userEvent.type(screen.getByLabelText('Why (optional)'), '  It moved. ')
    await userEvent.click(screen.getByRole('button', { name: 'Save the address' }))
    expect(await screen.findByText('https://ghe.example/api')).toBeTruthy()
    expect(calls.find((call) => call.method === 'PUT')?.body).toEqual({
      baseUrl: 'https://ghe.example/api',
      reason: 'It moved.',
    })
  })

  const twoPublish = { publish: true, rollout: false, expiresAfterHours: 72, loops: [] }

  it('proposes an address where publishing takes two, with the reason', async () => {
    const calls = stubApi({
      'GET /api/hosts': () => ({ hosts: [host] }),
      'GET /api/change-control': () => twoPublish,
      'POST /api/guarded-changes': () => problem('revision-stale', 412),
    })
    renderApp('/settings')
    await userEvent.click(await screen.findByRole('button', { name: 'Change the address of tracker' }))
    const address = screen.getByLabelText('Base address')
    await userEvent.clear(address)
    await userEvent.type(address, 'https://ghe.example/api')
    const propose = await screen.findByRole('button', { name: 'Propose' })
    await userEvent.click(propose)
    expect(screen.getByRole('alert').textContent).toContain('Say why')
    expect(calls.some((call) => call.method === 'POST')).toBe(false)
    await userEvent.type(screen.getByLabelText(/^Why/), 'It moved.')
    await userEvent.click(propose)
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true))
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      change: { type: 'host', host: 'tracker', from: host.baseUrl, baseUrl: 'https://ghe.example/api' },
      reason: 'It moved.',
    })
    expect(calls.some((call) => call.method === 'PUT')).toBe(false)
  })

  it('shows an address that waits, for somebody else to decide on with the digest of what is shown', async () => {
    const change = { type: 'host', host: 'tracker', from: host.baseUrl, baseUrl: 'https://ghe.example/api' }
    const digest = `sha256:${'7'.repeat(64)}`
    const waits = { digest, change, reason: 'It moved.', by: 'ann', at: 1, expiresAt: 2 }
    const calls = stubApi({
      'GET /api/hosts': () => ({ hosts: [host] }),
      'GET /api/guarded-changes': () => ({ proposals: [waits] }),
      'POST /api/guarded-changes/decision': () => ({ proposals: [] }),
    })
    renderApp('/settings')
    const shown = within(await screen.findByRole('region', { name: 'Waits for a second person' }))
    expect(shown.getByText(`tracker: ${host.baseUrl}`)).toBeTruthy()
    expect(shown.getByText('tracker: https://ghe.example/api')).toBeTruthy()
    await userEvent.click(shown.getByRole('button', { name: 'Approve' }))
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true))
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      decision: 'approve',
      digest,
      note: '',
    })
  })

  it('asks before it removes one', async () => {
    const calls = stubApi({
      'GET /api/hosts': () => ({ hosts: [host] }),
      'DELETE /api/hosts/tracker': () => new Response(null, { status: 204 }),
    })
    renderApp('/settings')
    await userEvent.click(await screen.findByRole('button', { name: 'Remove the host tracker' }))
    expect(calls.some((call) => call.method === 'DELETE')).toBe(false)
    const dialog = within(screen.getByRole('dialog'))
    await userEvent.type(dialog.getByLabelText('Why (optional)'), 'Nobody calls it.')
    await userEvent.click(dialog.getByRole('button', { name: 'Remove' }))
    await waitFor(() => expect(calls.some((call) => call.method === 'DELETE')).toBe(true))
    const removed = calls.find((call) => call.method === 'DELETE')
    expect(removed?.search.get('reason')).toBe('Nobody calls it.')
  })
})

describe('secrets', () => {
  it('says how much each key seals, and brings all of it under the current one', async () => {
    const of = (name: string, sealed: string) => ({
      name,
      updatedAt: 1,
      updatedBy: 'ann',
      previousUntil: null,
      hosts: null,
      loops: null,
      sealed,
    })
    let sealed = 'former'
    stubApi({
      'GET /api/secrets': () => ({ secrets: [of('one', sealed), of('two', 'current'), of('gone', 'lost')] }),
      'POST /api/secrets/reseal': () => {
        sealed = 'current'
        return { resealed: 1, lost: ['gone'], keys: { current: 4, former: 0, lost: 0 } }
      },
    })
    renderApp('/settings/secrets')
    const table = await screen.findByRole('table', { name: 'What the keys of the server seal' })
    const rows = () =>
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map((row) =>
          within(row)
            .getAllByRole('cell')
            .map((cell) => cell.textContent),
        )
    expect(rows()).toEqual([['Secrets', '1', '1', '1']])
    await userEvent.click(screen.getByRole('button', { name: 'Bring all under the current key' }))
    await screen.findByText('1 value was brought under the current key.')
    await waitFor(() =>
      expect(rows()).toEqual([
        ['Secrets', '2', '0', '1'],
        ['Keys of personal data', '4', '0', '0'],
      ]),
    )
  })

  it('are written, never read: the value leaves the page once it is set', async () => {
    const names: string[] = []
    const calls = stubApi({
      'GET /api/secrets': () => ({
        secrets: names.map((name) => ({
          name,
          updatedAt: 1,
          updatedBy: 'admin',
          previousUntil: null,
          hosts: null,
          loops: null,
          sealed: 'current',
        })),
      }),
      'PUT /api/secrets/github_token': () => {
        names.push('github_token')
        return {
          name: 'github_token',
          updatedAt: 1,
          updatedBy: 'admin',
          previousUntil: null,
          hosts: null,
          loops: null,
          sealed: 'current',
        }
      },
    })
    renderApp('/settings/secrets')
    await userEvent.type(await screen.findByLabelText('Name'), 'github_token')
    await userEvent.type(screen.getByLabelText('Value'), 'ghp_very_secret')
    await userEvent.click(screen.getByRole('button', { name: 'Add secret' }))
    expect(await screen.findByText('github_token', { selector: 'code' })).toBeTruthy()
    expect(calls.find((call) => call.method === 'PUT')?.body).toEqual({ value: 'ghp_very_secret' })
    expect(screen.getByLabelText<HTMLInputElement>('Value').value).toBe('')
    expect(document.body.innerHTML).not.toContain('ghp_very_secret')
  })

  it('are kept to the hosts and loops that are named, without the value given again', async () => {
    const info = { name: 'token', updatedAt: 1, updatedBy: 'admin', previousUntil: null }
    const calls = stubApi({
      'GET /api/secrets': () => ({
        secrets: [
          { ...info, hosts: null, loops: ['triage'], sealed: 'current' },
          { ...info, name: 'old', hosts: [], loops: null, sealed: 'lost' },
        ],
      }),
      'GET /api/hosts': () => ({
        hosts: [{ name: 'github', baseUrl: 'https://api.github.com', sandbox: false }],
      }),
      'GET /api/loops': () => ({ loops: [] }),
      'PUT /api/secrets/token': () => ({ ...info, hosts: ['github'], loops: ['triage'], sealed: 'current' }),
    })
    renderApp('/settings/secrets')
    expect(await screen.findByText('Loops: triage')).toBeTruthy()
    expect(screen.getByText('Sent to no host')).toBeTruthy()
    expect(screen.getByText('Can’t be opened: set it again')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Change token' }))
    await userEvent.click(screen.getByLabelText('Sent to hosts'))
    await userEvent.click(await screen.findByRole('option', { name: 'github' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save the secret' }))
    await waitFor(() =>
      expect(calls.find((call) => call.method === 'PUT')?.body).toEqual({ hosts: ['github'] }),
    )
  })

  it('are replaced without a break: the old value counts as long as is asked for', async () => {
    const info = {
      name: 'github_token',
      updatedAt: 1,
      updatedBy: 'admin',
      hosts: null,
      loops: null,
      sealed: 'current',
    }
    const calls = stubApi({
      'GET /api/secrets': () => ({ secrets: [{ ...info, previousUntil: 9_000_000_000_000 }] }),
      'PUT /api/secrets/github_token': () => ({ ...info, previousUntil: 9_000_000_000_000 }),
    })
    renderApp('/settings/secrets')
    expect(await screen.findByText(/may sign with the old value until/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Change github_token' }))
    await userEvent.type(screen.getByLabelText('New value'), 'new')
    await userEvent.click(screen.getByLabelText('Callers may sign with the old value'))
    await userEvent.click(await screen.findByRole('option', { name: 'For a day' }))
    await userEvent.click(screen.getByRole('button', { name: 'Save the secret' }))
    await waitFor(() =>
      expect(calls.find((call) => call.method === 'PUT')?.body).toEqual({
        value: 'new',
        keepPreviousSeconds: 86_400,
      }),
    )
  })

  it('keeps what was typed when the server refuses', async () => {
    stubApi({
      'GET /api/secrets': () => ({ secrets: [] }),
      'PUT /api/secrets/github_token': () => problem('body-too-large', 413),
    })
    renderApp('/settings/secrets')
    await userEvent.type(await screen.findByLabelText('Name'), 'github_token')
    await userEvent.type(screen.getByLabelText('Value'), 'long')
    await userEvent.click(screen.getByRole('button', { name: 'Add secret' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Send less at once.')
    expect(screen.getByLabelText<HTMLInputElement>('Value').value).toBe('long')
  })
})

describe('tokens', () => {
  it('are shown once, when they are made', async () => {
    const token = {
      id: 't1',
      name: 'CI',
      role: 'viewer',
      rights: null,
      loops: null,
      createdAt: 1,
      createdBy: 'admin',
      expiresAt: null,
      lastUsedAt: null,
    }
    stubApi({
      'GET /api/tokens': () => ({ tokens: [] }),
      'POST /api/tokens': () =>
        new Response(JSON.stringify({ ...token, token: 'pvt_once' }), { status: 201 }),
    })
    renderApp('/settings/tokens')
    await userEvent.type(await screen.findByLabelText('Name'), 'CI')
    await userEvent.click(screen.getByRole('button', { name: 'Make token' }))
    expect(await screen.findByText('pvt_once')).toBeTruthy()
    expect(screen.getByText(/it is not shown again/)).toBeTruthy()
  })

  it('are out of reach for who is no admin', async () => {
    stubApi({
      'GET /api/session': () => ({ ...adminSession, role: 'viewer', rights: ['read'] }),
      'GET /api/hosts': () => ({ hosts: [host] }),
    })
    renderApp('/settings')
    expect(await screen.findByText('https://api.github.com')).toBeTruthy()
    expect(screen.queryByRole('tab', { name: 'Tokens' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Add host' })).toBeNull()
  })
})

describe('the sandbox', () => {
  it('shows what each call did and takes a rule', async () => {
    const call = {
      id: 1,
      at: 1_700_000_000_000,
      app: 'tracker',
      method: 'POST',
      path: '/repos/a/b/issues/1/labels',
      key: 'run/1/label',
      body: { labels: ['bug'] },
      status: 200,
      did: 'effect',
      effect: true,
    }
    const calls = stubApi({
      'GET /api/sandbox/calls': () => ({ calls: [call], next: null }),
      'GET /api/sandbox/rules': () => ({ rules: [] }),
      'PUT /api/sandbox/rules': ({ body }) => body,
    })
    renderApp('/sandbox')
    await userEvent.click(await screen.findByRole('button', { name: /Carried out.*POST/ }))
    expect(screen.getByText('run/1/label')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Add rule' }))
    await waitFor(() => expect(calls.some((each) => each.method === 'PUT')).toBe(true))
    expect(calls.find((each) => each.method === 'PUT')?.body).toEqual({
      rules: [{ id: expect.any(String), path: '*', times: 3, behave: { type: 'fail', status: 503 } }],
    })
  })
})
