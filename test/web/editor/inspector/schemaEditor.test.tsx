import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { JsonObject } from '../../../../shared/json.ts'
import { addFromCatalogue } from '../../../../web/editor/commands/addFromCatalogue.ts'
import { InspectorPanel } from '../../../../web/editor/inspector/InspectorPanel.tsx'
import { schemaKind, withKind } from '../../../../web/editor/model/editSchema.ts'
import { schemaFromSample } from '../../../../web/editor/model/schemaFromSample.ts'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { editorFor, entryFor } from '../editorFor.ts'

// CodeMirror measures text, which jsdom can't; what it is given and gives back is that of a text area.
vi.mock('../../../../web/ui/CodeEditor.tsx', () => ({
  CodeEditor: ({ value, onChange, label }: Record<string, unknown>) => (
    <textarea
      aria-label={label as string}
      value={value as string}
      onChange={(event) => (onChange as (text: string) => void)(event.target.value)}
    />
  ),
}))

beforeEach(() => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Response.json({ hosts: [], secrets: [] })),
  )
  Element.prototype.hasPointerCapture = () => false
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

function editing(input?: JsonObject) {
  const store = editorFor()
  addFromCatalogue(store.getState(), entryFor('trigger'))
  const { graph } = store.getState()
  const [trigger] = graph.nodes
  if (trigger?.kind !== 'trigger') throw new Error('no trigger')
  const editor = editorFor(graph)
  editor.getState().write(trigger.id, '/input', input, 'Set the schema')
  editor.setState({ past: [] })
  editor.getState().select({ nodes: [trigger.id] })
  render(
    <QueryClientProvider client={new QueryClient()}>
      <UiProvider>
        <EditorProvider value={editor}>
          <InspectorPanel />
        </EditorProvider>
      </UiProvider>
    </QueryClientProvider>,
  )
  const schema = () => {
    const node = editor.getState().graph.nodes.find((each) => each.kind === 'trigger')
    return node?.kind === 'trigger' ? node.input : undefined
  }
  return { store: editor, user: userEvent.setup(), schema }
}
const group = () => within(screen.getByRole('group', { name: 'JSON Schema' }))

describe('a schema as its properties', () => {
  it('is made from nothing: added, named, typed, required, each as one step', async () => {
    const { store, user, schema } = editing()
    await user.click(group().getByRole('button', { name: 'Add property' }))
    await user.clear(group().getByRole('textbox', { name: 'Name of the property' }))
    await user.keyboard('amount{Enter}')
    await user.click(group().getByRole('combobox', { name: 'Type of amount' }))
    await user.click(screen.getByRole('option', { name: 'Integer' }))
    await user.click(group().getByRole('button', { name: 'amount is required' }))
    expect(schema()).toEqual({
      type: 'object',
      required: ['amount'],
      properties: { amount: { type: 'integer' } },
    })
    expect(store.getState().past.map(({ label }) => label)).toEqual([
      'Added a property',
      'Renamed a property',
      'Changed the type',
      'Made it required',
    ])
  })

  it('keeps everything else that the schema says', async () => {
    const { user, schema } = editing({
      type: 'object',
      description: 'An order',
      additionalProperties: false,
      required: ['id', 'elsewhere'],
      properties: { id: { type: 'string', minLength: 2 }, note: { type: 'string' } },
    })
    await user.click(group().getByRole('button', { name: 'Remove note' }))
    const name = group().getByRole('textbox', { name: 'Name of the property' })
    await user.clear(name)
    await user.type(name, 'key{Enter}')
    expect(schema()).toEqual({
      type: 'object',
      description: 'An order',
      additionalProperties: false,
      required: ['key', 'elsewhere'],
      properties: { key: { type: 'string', minLength: 2 } },
    })
  })

  it('refuses a name that is taken, and says so', async () => {
    const { user, schema } = editing({ type: 'object', properties: { a: {}, b: {} } })
    const [, second] = group().getAllByRole('textbox', { name: 'Name of the property' })
    if (!second) throw new Error('no second property')
    await user.clear(second)
    await user.type(second, 'a{Enter}')
    expect(group().getByRole('alert').textContent).toBe('That name is taken')
    expect(schema()).toMatchObject({ properties: { a: {}, b: {} } })
  })

  it('goes into objects and lists', async () => {
    const { user, schema } = editing({
      type: 'object',
      properties: { lines: { type: 'array', items: { type: 'object', properties: {} } } },
    })
    await user.click(group().getByRole('button', { name: 'Open lines' }))
    const [inner] = group().getAllByRole('button', { name: 'Add property' })
    if (!inner) throw new Error('no button')
    await user.click(inner)
    expect(schema()).toMatchObject({
      properties: { lines: { items: { properties: { property: { type: 'string' } } } } },
    })
  })

  it('shows as JSON what its fields can’t', () => {
    editing({ oneOf: [{ type: 'object' }, { type: 'array' }] })
    expect(screen.getByRole('textbox', { name: 'JSON Schema' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'JSON' })).toHaveProperty('disabled', true)
  })

  it('is made from a sample', async () => {
    const { user, schema } = editing()
    await user.click(group().getByRole('button', { name: 'From a sample' }))
    await user.click(screen.getByRole('textbox', { name: 'Sample payload' }))
    await user.paste('{"id":7}')
    await user.click(screen.getByRole('button', { name: 'Use its shape' }))
    expect(schema()).toEqual({ type: 'object', required: ['id'], properties: { id: { type: 'integer' } } })
  })
})

describe('the kind of a schema', () => {
  it.each([
    [{ type: 'string', format: 'email' }, 'string'],
    [{ enum: ['a'] }, 'enum'],
    [{ properties: {} }, 'object'],
    [{}, 'any'],
    [true, 'any'],
    [{ type: ['string', 'null'] }, null],
    [{ type: 'string', contentEncoding: 'base64' }, null],
    [{ $ref: '#/$defs/a' }, null],
    [{ type: 'object', oneOf: [] }, null],
  ])('of %j is %s', (schema, kind) => {
    expect(schemaKind(schema)).toBe(kind)
  })

  it('changes with what only the old one reads left out', () => {
    const text = { type: 'string', description: 'How much', pattern: 'a' }
    expect(withKind(text, 'number')).toEqual({ type: 'number', description: 'How much' })
    expect(withKind({ type: 'number', minimum: 1 }, 'integer')).toEqual({ type: 'integer', minimum: 1 })
  })
})

describe('the schema of a list in a sample', () => {
  it('requires what each item has', () => {
    expect(schemaFromSample([{ id: 1, note: 'x' }, { id: 1.5 }])).toEqual({
      type: 'array',
      items: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'number' }, note: { type: 'string' } },
      },
    })
    expect(schemaFromSample([1, 'a'])).toEqual({ type: 'array' })
  })
})
