import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render } from '@testing-library/react'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, vi } from 'vitest'
import { reportReachable } from '../../../web/app/connection.ts'
import { createQueryClient } from '../../../web/app/queryClient.ts'
import { appRoutes } from '../../../web/app/router.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

type Call = { method: string; path: string; search: URLSearchParams; body: unknown; ifMatch?: string }
/** Answers a call: a JSON value with status 200, or a whole response. */
type Answer = (call: Call) => unknown

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  reportReachable(true)
})

export const adminSession = {
  name: 'admin',
  role: 'admin',
  rights: ['read', 'review', 'reveal', 'decide', 'approve', 'build', 'operate', 'administer'],
  loops: null,
  workspace: 'default',
  local: true,
}

/** A problem document as the server sends it. */
export function problem(code: string, status: number, more: object = {}): Response {
  return new Response(JSON.stringify({ type: `/problems/${code}`, title: code, status, ...more }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })
}

/** Puts answers in place of the network, by `METHOD /path`; anything else is a 404. Returns the calls made. */
export function stubApi(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = []
  const all: Record<string, Answer> = { 'GET /api/session': () => adminSession, ...answers }
  vi.stubGlobal('fetch', (address: string, init: RequestInit = {}) => {
    const url = new URL(address, 'http://pavane.test')
    const method = init.method ?? 'GET'
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const ifMatch = new Headers(init.headers).get('if-match')
    const sent = { method, path: url.pathname, search: url.searchParams, body }
    const call = ifMatch === null ? sent : { ...sent, ifMatch }
    calls.push(call)
    const answer = all[`${method} ${url.pathname}`]?.(call) ?? problem('not-found', 404)
    if (answer instanceof Error) return Promise.reject(answer)
    return Promise.resolve(answer instanceof Response ? answer : new Response(JSON.stringify(answer)))
  })
  return calls
}

/** Mounts the whole application at an address. */
export function renderApp(address: string) {
  const router = createMemoryRouter(appRoutes, { initialEntries: [address] })
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { networkMode: 'always', retry: false } })
  render(
    <QueryClientProvider client={client}>
      <UiProvider>
        <RouterProvider router={router} />
      </UiProvider>
    </QueryClientProvider>,
  )
  return { router, client }
}
