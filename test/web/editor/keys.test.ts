import { describe, expect, it } from 'vitest'
import { commands } from '../../../web/editor/commands/commands.ts'
import { commandFor } from '../../../web/editor/keys/useCommandKeys.ts'

/** A page with a canvas, a field and a dialog; a key is pressed in one of them. */
function pressIn(place: 'canvas' | 'field' | 'dialog' | 'page', init: KeyboardEventInit): string | null {
  document.body.innerHTML =
    '<div id="canvas" tabindex="0"></div><input id="field"><div role="dialog"><b id="dialog"></b></div><p id="page"></p>'
  const target = document.getElementById(place)
  let found: string | null = null
  const listen = (event: KeyboardEvent) => {
    found = commandFor(event, document.getElementById('canvas'))?.id ?? null
  }
  window.addEventListener('keydown', listen, { once: true })
  target?.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }))
  return found
}

describe('which command a key asks for', () => {
  it('depends on where the focus is', () => {
    expect(pressIn('canvas', { key: 'Delete' })).toBe('delete')
    expect(pressIn('field', { key: 'Delete' })).toBeNull()
    expect(pressIn('page', { key: 'Delete' })).toBeNull()
    expect(pressIn('canvas', { key: 'Tab' })).toBe('add')
    expect(pressIn('page', { key: 'Tab' })).toBeNull()
  })

  it('leaves undo to a field that somebody types in, and has it everywhere else', () => {
    expect(pressIn('field', { key: 'z', ctrlKey: true })).toBeNull()
    expect(pressIn('page', { key: 'z', ctrlKey: true })).toBe('undo')
  })

  it('opens the palette from anywhere but a dialog', () => {
    expect(pressIn('field', { key: 'k', ctrlKey: true })).toBe('commands')
    expect(pressIn('dialog', { key: 'k', ctrlKey: true })).toBeNull()
  })

  it('is never in doubt: no two commands share a key where both count', () => {
    const seen = new Map<string, string>()
    for (const command of commands) {
      for (const key of command.keys) {
        expect([key, seen.get(key)]).toEqual([key, undefined])
        seen.set(key, command.id)
      }
    }
    expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length)
  })
})
