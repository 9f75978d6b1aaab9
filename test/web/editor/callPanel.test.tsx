import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { describe, expect, it } from 'vitest'
import type { TriggerNode } from '../../../shared/graph/nodes/trigger.ts'
import { type Session, SessionContext } from '../../../web/app/session.ts'
import { CallPanel } from '../../../web/call/CallPanel.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { adminSession, problem, stubApi } from '../app/renderApp.tsx'

const run = 'refund.0.00000000-0000-7000-8000-000000000001'
const trigger: TriggerNode = {
  kind: 'trigger',
  id: 'start',
  title: 'Start',
  auth: { scheme: 'github', secret: 'of_the_hook' },
  input: { type: 'object', properties: { amount: { type: 'integer', minimum: 7 } } },
}

function show({ published = true, session = adminSession as Session } = {}) {
  const panel = <CallPanel loop="refund" trigger={trigger} published={published} />
  const router = createMemoryRouter([{ path: '/', element: panel }])
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <SessionContext value={session}>
          <RouterProvider router={router} />
        </SessionContext>
      </UiProvider>
    </QueryClientProvider>,
  )
}

const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Send test delivery' })

describe('the panel that calls a loop', () => {
  it('has a snippet for each language, with the sample and the signature', async () => {
    stubApi({})
    show()
    expect(screen.getByText(/x-hub-signature-256: sha256=\$signature/)).toBeTruthy()
    await userEvent.click(screen.getByRole('tab', { name: 'Python' }))
    expect(screen.getByText(/import hashlib/).textContent).toContain('{\\"amount\\":7}')
    expect(screen.getByText(/HOOK_SECRET to the value of the secret “of_the_hook”/)).toBeTruthy()
  })

  it('sends a test delivery, and shows what came back and the run', async () => {
    const sent = {
      request: { headers: { 'x-hub-signature-256': 'sha256=1' }, body: '{"amount":7}' },
      response: { status: 200, headers: {}, body: { paid: 'well' } },
      run,
    }
    const calls = stubApi({ 'POST /api/loops/refund/deliveries': () => sent })
    show()
    await userEvent.click(button())
    expect((await screen.findByRole('link', { name: 'See the run' })).getAttribute('href')).toBe(
      `/runs/${run}`,
    )
    expect(screen.getByText('200')).toBeTruthy()
    expect(calls.at(-1)?.body).toEqual({ input: { amount: 7 } })
  })

  it('says why there was none', async () => {
    stubApi({ 'POST /api/loops/refund/deliveries': () => problem('configuration-missing', 503) })
    show()
    await userEvent.click(button())
    expect(await screen.findByText('configuration-missing')).toBeTruthy()
  })

  it('says why it can’t be pressed', () => {
    stubApi({})
    show({ published: false })
    expect(button().disabled).toBe(true)
    expect(screen.getByText('Publish the loop first.')).toBeTruthy()
  })

  it('asks for the right to operate', () => {
    stubApi({})
    show({ session: { ...(adminSession as Session), rights: ['read'] } })
    expect(button().disabled).toBe(true)
    expect(screen.getByText('This asks for the right to operate.')).toBeTruthy()
  })
})
