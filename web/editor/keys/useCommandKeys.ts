import { type RefObject, useEffect } from 'react'
import { toast } from '../../ui/toast.ts'
import type { Command } from '../commands/command.ts'
import { commands } from '../commands/commands.ts'
import { copySelection } from '../commands/copySelection.ts'
import { cutSelection } from '../commands/cutSelection.ts'
import { pasteNodes } from '../commands/pasteNodes.ts'
import type { EditorStore } from '../store/createEditorStore.ts'
import { matchesChord } from './chord.ts'
import { isInOutline } from './isInOutline.ts'

const typing = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"]'
const floating = '[role="dialog"], [role="menu"], [role="listbox"]'

/** The browser sends events of their own for these, which work without asking for permission. */
const clipboardCommands = { copy: copySelection, cut: cutSelection, paste: pasteNodes } as const

/** The command that a key press asks for, given where the focus is. */
export function commandFor(event: KeyboardEvent, canvas: Element | null): Command | null {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(floating)) return null
  const inText = target?.closest(typing) != null
  const inOutline = isInOutline(target)
  // There Tab leaves the list, as it leaves every other one.
  if (inOutline && event.key === 'Tab') return null
  const onCanvas = inOutline || (canvas !== null && target !== null && canvas.contains(target))
  return (
    commands.find((command) => {
      if (command.scope !== 'always' && inText) return false
      if (command.scope === 'canvas' && !onCanvas) return false
      return command.keys.some((chord) => matchesChord(chord, event))
    }) ?? null
  )
}

/** Performs a command when it is enabled; a failure is told, never swallowed. */
export function performCommand(store: EditorStore, command: Command): void {
  const state = store.getState()
  if (!command.enabled(state)) return
  const fail = (error: unknown) =>
    toast.error(`“${command.title}” did not work`, {
      description: error instanceof Error ? error.message : String(error),
    })
  Promise.resolve(command.perform(state)).catch(fail)
}

/** Listens for the commands' keys while the editor is mounted. */
export function useCommandKeys(store: EditorStore, canvas: RefObject<Element | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      // On an empty canvas Tab goes on to what stands there: a trigger, a template.
      if (event.key === 'Tab' && store.getState().graph.nodes.length === 0) return
      const command = commandFor(event, canvas.current)
      if (!command || command.id in clipboardCommands) return
      // A chord that belongs to the editor must not also act in the browser, even when the command is not possible now.
      event.preventDefault()
      performCommand(store, command)
    }
    const onClipboard = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null
      const data = event.clipboardData
      if (!data || !target || target.closest(typing)) return
      if (!canvas.current?.contains(target) && !isInOutline(target)) return
      event.preventDefault()
      const services = {
        ...store.getState().services,
        readClipboard: async () => data.getData('text/plain'),
        writeClipboard: async (text: string) => data.setData('text/plain', text),
      }
      const command = clipboardCommands[event.type as keyof typeof clipboardCommands]
      performCommand({ ...store, getState: () => ({ ...store.getState(), services }) }, command)
    }
    window.addEventListener('keydown', onKeyDown)
    for (const type of ['copy', 'cut', 'paste'] as const) window.addEventListener(type, onClipboard)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      for (const type of ['copy', 'cut', 'paste'] as const) window.removeEventListener(type, onClipboard)
    }
  }, [store, canvas])
}
