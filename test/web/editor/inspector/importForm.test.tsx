import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { addFromCatalogue } from '../../../../web/editor/commands/addFromCatalogue.ts'
import { importRequest } from '../../../../web/editor/commands/importRequest.ts'
import { InspectorPanel } from '../../../../web/editor/inspector/InspectorPanel.tsx'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { editorFor, entryFor } from '../editorFor.ts'

vi.mock('../../../../web/ui/CodeEditor.tsx', () => ({ CodeEditor: () => null }))

const secret = (name: string) => ({
  name,
  updatedAt: 0,
  updatedBy: 'ada',
  previousUntil: null,
  hosts: null,
  loops: null,
  sealed: 'current',
})

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async (address: string) =>
      Response.json(
        address.includes('hosts')
          ? { hosts: [{ name: 'shop', baseUrl: 'https://shop.example/v1', sandbox: false }] }
          : { secrets: [secret('first'), secret('shop_key')] },
      ),
    ),
  )
  Element.prototype.hasPointerCapture = () => false
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function importing() {
  const store = editorFor()
  addFromCatalogue(store.getState(), entryFor('action-http'))
  const [action] = store.getState().graph.nodes
  store.setState({ past: [] })
  store.getState().select({ nodes: [action?.id ?? ''] })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <EditorProvider value={store}>
          <InspectorPanel />
        </EditorProvider>
      </UiProvider>
    </QueryClientProvider>,
  )
  return { store, user: userEvent.setup(), call: () => store.getState().graph.nodes[0] }
}

it('takes a pasted curl command over as one step, with a secret that is picked', async () => {
  const { store, user, call } = importing()
  await user.click(screen.getByRole('button', { name: 'Import' }))
  await user.click(screen.getByRole('textbox', { name: 'curl command or OpenAPI document' }))
  await user.paste("curl https://shop.example/v1/orders -H 'Authorization: Bearer live' -d '{\"a\":1}'")
  await user.click(await screen.findByRole('combobox', { name: 'Secret' }))
  await user.click(screen.getByRole('option', { name: 'shop_key' }))
  await user.click(screen.getByRole('button', { name: 'Use this request' }))
  expect(call()).toMatchObject({
    call: {
      host: 'shop',
      method: 'POST',
      path: '/orders',
      headers: { Authorization: 'Bearer {{ secrets.shop_key }}' },
      body: { a: 1 },
    },
  })
  expect(store.getState().past.map(({ label }) => label)).toEqual(['Imported a request'])
  expect(screen.queryByRole('dialog')).toBeNull()
})

it('lets an operation of a described API be searched and picked', async () => {
  const { user, call } = importing()
  await user.click(screen.getByRole('button', { name: 'Import' }))
  await user.click(screen.getByRole('textbox', { name: 'curl command or OpenAPI document' }))
  const paths = {
    '/orders': { get: { summary: 'List orders' }, post: { summary: 'Make an order' } },
  }
  await user.paste(JSON.stringify({ openapi: '3.1.0', servers: [{ url: 'https://shop.example/v1' }], paths }))
  await user.type(await screen.findByRole('searchbox', { name: 'Search operations' }), 'make')
  expect(screen.queryByRole('button', { name: /List orders/ })).toBeNull()
  await user.click(screen.getByRole('button', { name: /Make an order/ }))
  await user.click(screen.getByRole('button', { name: 'Use this request' }))
  expect(call()).toMatchObject({ title: 'Make an order', call: { host: 'shop', path: '/orders' } })
})

it('opens by its command, for an HTTP action alone', async () => {
  const { store } = importing()
  act(() => void importRequest.perform(store.getState()))
  expect(await screen.findByRole('dialog', { name: 'Import a request' })).toBeDefined()
  act(() => store.getState().select({}))
  expect(importRequest.enabled(store.getState())).toBe(false)
})

it('says what is wrong with what was pasted, and offers nothing', async () => {
  const { user } = importing()
  await user.click(screen.getByRole('button', { name: 'Import' }))
  await user.click(screen.getByRole('textbox', { name: 'curl command or OpenAPI document' }))
  await user.paste('curl -s')
  expect((await screen.findByRole('alert')).textContent).toContain('no address')
  expect(screen.getByRole('button', { name: 'Use this request' })).toHaveProperty('disabled', true)
})
