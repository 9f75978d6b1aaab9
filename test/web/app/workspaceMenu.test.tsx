import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { adminSession, renderApp, stubApi } from './renderApp.tsx'

const named = (name: string) => ({ name, createdAt: null, createdBy: 'pavane' })
const listing = (...names: string[]) => ({
  'GET /api/loops': () => ({ loops: [] }),
  'GET /api/workspaces': () => ({ workspaces: names.map(named) }),
})

describe('the workspace in the frame', () => {
  it('is not named to who has but the default one', async () => {
    const calls = stubApi(listing('default'))
    renderApp('/')
    await waitFor(() => expect(calls.some(({ path }) => path === '/api/workspaces')).toBe(true))
    expect(screen.queryByText('default')).toBeNull()
  })

  it('is named and can’t be left by who is in one alone', async () => {
    stubApi({ ...listing('acme'), 'GET /api/session': () => ({ ...adminSession, workspace: 'acme' }) })
    renderApp('/')
    expect(await screen.findByText('acme')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Workspace: acme' })).toBeNull()
  })

  it('is left for another by who is in several', async () => {
    const calls = stubApi({
      ...listing('default', 'acme'),
      'PUT /api/session': () => ({ ...adminSession, workspace: 'acme' }),
    })
    renderApp('/')
    await userEvent.click(await screen.findByRole('button', { name: 'Workspace: default' }))
    await userEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'acme' }))
    await waitFor(() => {
      const entered = calls.find(({ method }) => method === 'PUT')
      expect(entered).toMatchObject({ path: '/api/session', body: { workspace: 'acme' } })
    })
  })
})
