import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { CommandPrompt } from '../../../web/editor/prompts/CommandPrompt.tsx'
import { PromptPanel } from '../../../web/editor/prompts/PromptPanel.tsx'
import { EditorProvider } from '../../../web/editor/store/EditorContext.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import { editorFor } from './editorFor.ts'

afterEach(cleanup)

const search = () => screen.getByRole('combobox')
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent)
/** What a screen reader is told is chosen. */
const announced = () =>
  document.getElementById(search().getAttribute('aria-activedescendant') ?? '')?.textContent

function open(what: 'fruit' | 'commands', picked: string[] = []) {
  const store = editorFor(issueTriage.graph)
  const tell = (text: string) => void picked.push(text)
  store.setState(({ services }) => ({ services: { ...services, tell } }))
  const fruit = [
    { key: 'apple', label: 'Apple', group: 'Pome' },
    { key: 'pear', label: 'Pear', group: 'Pome' },
    { key: 'plum', label: 'Plum', group: 'Stone' },
    { key: 'peach', label: 'Peach', group: 'Stone' },
  ].map((item) => ({ ...item, pick: () => picked.push(item.key) }))
  render(
    <UiProvider>
      <EditorProvider value={store}>
        {what === 'fruit' ? (
          <PromptPanel label="Fruit" placeholder="" empty="No such fruit" items={fruit} onClose={() => {}} />
        ) : (
          <CommandPrompt onClose={() => {}} />
        )}
      </EditorProvider>
    </UiProvider>,
  )
}

describe('the list over the canvas', () => {
  it('announces what Enter picks, after each letter', async () => {
    const picked: string[] = []
    open('fruit', picked)
    expect(announced()).toBe('Apple')
    for (const [letter, first] of [
      ['p', 'Pear'],
      ['l', 'Plum'],
    ] as const) {
      await userEvent.type(search(), letter)
      expect(announced()).toBe(first)
      expect(options()[0]).toBe(first)
    }
    await userEvent.keyboard('{Enter}')
    expect(picked).toEqual(['plum'])
  })

  it('finds a command that is not possible now, and says so when it is picked', async () => {
    const told: string[] = []
    open('commands', told)
    await userEvent.type(search(), 'align left')
    expect(announced()).toContain('Align left')
    await userEvent.keyboard('{Enter}')
    expect(told).toEqual(['“Align left” is not possible with what is selected now'])
  })

  it('is walked round and round, and begins anew with what is typed', async () => {
    open('fruit')
    await userEvent.keyboard('{ArrowUp}')
    expect(announced()).toBe('Peach')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    expect(announced()).toBe('Pear')
    await userEvent.type(search(), 'each')
    expect([options(), announced()]).toEqual([['Peach'], 'Peach'])
  })

  it('says when nothing fits, and picks nothing', async () => {
    const picked: string[] = []
    open('fruit', picked)
    await userEvent.type(search(), 'xyzzy{Enter}')
    expect(screen.getByRole('status').textContent).toBe('No such fruit')
    expect([options(), search().getAttribute('aria-activedescendant'), picked]).toEqual([[], null, []])
  })

  it('lists the group with the best first', async () => {
    open('commands')
    await userEvent.type(search(), 'pub')
    expect(options()[0]).toContain('Publish…')
    expect(announced()).toContain('Publish…')
  })
})
