import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { SentOnce } from '../../../../shared/api/sendOnce.ts'
import { type Session, SessionContext } from '../../../../web/app/session.ts'
import { sendOnce } from '../../../../web/editor/commands/sendOnce.ts'
import { FormScope } from '../../../../web/editor/inspector/FormScope.ts'
import { SendOnceForm } from '../../../../web/editor/inspector/once/SendOnceForm.tsx'
import { nodeOf } from '../../../../web/editor/model/connect.ts'
import { onceValues, readOnceValues } from '../../../../web/editor/model/onceValues.ts'
import { EditorProvider, useEditor } from '../../../../web/editor/store/EditorContext.ts'
import type { CodeMirrorViewProps } from '../../../../web/ui/code/CodeMirrorView.tsx'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { adminSession, problem, stubApi } from '../../app/renderApp.tsx'
import { storeOf } from '../tryingStore.ts'

vi.mock('../../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({ label, value, onChange }: CodeMirrorViewProps) => (
    <textarea aria-label={label} value={value} onChange={(event) => onChange?.(event.target.value)} />
  ),
}))

const path = 'POST /api/loops/refund/draft/send'
const answered: SentOnce = {
  request: {
    method: 'POST',
    url: 'https://pay.example/refunds',
    headers: { accept: 'json' },
    body: '{"a":1}',
  },
  response: { status: 201, headers: { 'x-left': '9' }, body: { id: 'r1' }, bytes: 11 },
  durationMs: 42,
  error: null,
  after: 'succeeds',
}
const refused: SentOnce = {
  ...answered,
  response: { status: 409, headers: {}, body: { no: 'such' }, bytes: 13 },
  error: {
    class: 'http',
    message: 'pay answered 409.',
    status: 409,
    retryable: false,
    mayHaveHappened: false,
  },
  after: 'fails',
}

function actionIn(store: ReturnType<typeof storeOf>, id: string) {
  const node = nodeOf(store.getState().graph, id)
  if (node?.kind !== 'action') throw new Error(`${id} is no action`)
  return node
}

/** The form of an action of the refund template, over a server that answers so. */
function show(id: string, answer: () => unknown, rights = adminSession.rights) {
  const store = storeOf('refund')
  const calls = stubApi({ [path]: answer })
  const Form = () => {
    const node = useEditor((state) => nodeOf(state.graph, id))
    return node?.kind === 'action' ? <SendOnceForm node={node} /> : null
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <SessionContext value={{ ...(adminSession as Session), rights: rights as Session['rights'] }}>
          <EditorProvider value={store}>
            <FormScope value={id}>
              <Form />
            </FormScope>
          </EditorProvider>
        </SessionContext>
      </UiProvider>
    </QueryClientProvider>,
  )
  const sent = () => calls.filter((call) => call.method === 'POST')
  return { store, user: userEvent.setup(), sent }
}

const values = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Values of the call' })

describe('sending a call once', () => {
  it('sends what only reads at once, with values that were looked at and changed', async () => {
    const { store, user, sent } = show('get_charge', () => answered)
    expect(JSON.parse(values().value)).toEqual({ args: { charge: 'ch_d' } })
    await user.clear(values())
    await user.click(values())
    await user.paste('{ "args": { "charge": "ch_7" } }')
    await user.click(screen.getByRole('button', { name: /^Send GET to/ }))
    expect(await screen.findByText('In a run, the step would succeed.')).toBeTruthy()
    expect(screen.getByText('42 ms, 11 bytes')).toBeTruthy()
    expect(sent().map(({ body }) => body)).toEqual([
      { graph: store.getState().graph, node: 'get_charge', values: { args: { charge: 'ch_7' } } },
    ])
  })

  it('asks before anything that may change something, and says that it really happens', async () => {
    const { user, sent } = show('create_refund', () => answered)
    const send = () => user.click(screen.getByRole('button', { name: /^Send POST to/ }))
    await send()
    expect(screen.getByRole('dialog', { name: 'This really happens' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Don’t send' }))
    expect(sent()).toEqual([])
    await send()
    await user.click(screen.getByRole('button', { name: 'Send POST' }))
    await screen.findByText('201')
    expect(sent()).toHaveLength(1)
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('makes a pin and an output schema of the answer, which undo takes back', async () => {
    const { store, user } = show('get_charge', () => answered)
    await user.click(screen.getByRole('button', { name: /^Send GET to/ }))
    await user.click(await screen.findByRole('button', { name: 'Pin it for Try' }))
    const { mocks } = store.getState()
    expect(mocks['get_charge']).toMatchObject({ pinned: true, mock: { answers: 'value' } })
    const { mock } = mocks['get_charge'] ?? {}
    expect(mock?.answers === 'value' && JSON.parse(mock.text)).toEqual({ status: 201, body: { id: 'r1' } })
    const before = actionIn(store, 'get_charge').output
    await user.click(screen.getByRole('button', { name: 'Make its shape the output schema' }))
    expect(actionIn(store, 'get_charge').output).toMatchObject({
      properties: { body: { properties: { id: { type: 'string' } } } },
    })
    expect(await screen.findByText('The action has changed since')).toBeTruthy()
    act(() => store.getState().undo())
    expect(actionIn(store, 'get_charge').output).toEqual(before)
  })

  it('pins a failure as one, and offers no schema of it', async () => {
    const { store, user } = show('get_charge', () => refused)
    await user.click(screen.getByRole('button', { name: /^Send GET to/ }))
    expect(await screen.findByText('pay answered 409.')).toBeTruthy()
    expect(screen.getByText('In a run, the step would fail.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /output schema/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Pin it for Try' }))
    expect(store.getState().mocks['get_charge']?.mock).toEqual({
      answers: 'failure',
      status: 409,
      times: null,
    })
  })

  it('says that nothing reached the host, and why', async () => {
    const message = 'The policy says no.'
    const error = { class: 'policy', message, retryable: false, mayHaveHappened: false }
    const { user } = show('get_charge', () => ({ ...refused, request: null, response: null, error }))
    await user.click(screen.getByRole('button', { name: /^Send GET to/ }))
    expect(await screen.findByText(message)).toBeTruthy()
    expect(screen.getByText('Nothing reached the host.')).toBeTruthy()
    expect(screen.getByText('Not sent')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Pin it for Try' })).toBeNull()
  })

  it('shows what keeps the action from being compiled', async () => {
    const errors = [{ pointer: '/nodes/2/call/path', message: 'Not CEL' }]
    const { user } = show('get_charge', () => problem('graph-invalid', 422, { errors }))
    await user.click(screen.getByRole('button', { name: /^Send GET to/ }))
    expect((await screen.findByRole('alert')).textContent).toContain('Not CEL')
  })

  it('asks for the right to build', () => {
    show('get_charge', () => answered, ['read', 'operate'])
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Send GET/ }).disabled).toBe(true)
    expect(screen.getByText('This asks for the right to build.')).toBeTruthy()
  })
})

describe('the values of a call that is sent once', () => {
  it('are those that its templates, its conditions and the policies read', () => {
    const store = storeOf('refund')
    const action = { ...actionIn(store, 'get_charge'), args: undefined, needs: 'facts.ready' } as never
    const policy = { at: 'step', when: 'input.n > 1' } as never
    const other = { at: 'step', on: ['create_refund'], when: 'run.costUsd > 1.0' } as never
    const scope = { args: { charge: 1 }, input: { n: 1 }, facts: {}, run: {}, steps: {}, verdict: null }
    expect(Object.keys(onceValues(action, [policy, other], scope))).toEqual(['args', 'input', 'facts'])
  })

  it.each([
    ['{', /Not JSON yet/],
    ['[]', /Write an object/],
    ['{ "arg": {} }', /“arg” is nothing that it reads/],
    ['{ "args": 7 }', /each but input is an object/],
  ])('are refused as %s', (text, why) => {
    const read = readOnceValues(text)
    expect(read.ok ? '' : read.message).toMatch(why)
  })
})

it('is found by its command, for an HTTP action alone', () => {
  const store = storeOf('refund')
  store.getState().select({ nodes: ['get_charge'] })
  void sendOnce.perform(store.getState())
  expect(store.getState().focusRequest).toMatchObject({ node: 'get_charge', field: 'send-once' })
  store.getState().select({ nodes: ['compare'] })
  expect(sendOnce.enabled(store.getState())).toBe(false)
})
