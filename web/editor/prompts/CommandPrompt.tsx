import type { Command } from '../commands/command.ts'
import { commands } from '../commands/commands.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { PromptPanel } from './PromptPanel.tsx'

type CommandPromptProps = { onlyKeys?: boolean; onClose: () => void }

/** Every command, and apart those that are not possible now: whoever looks for one learns that it is there. Or every one that has a key. */
export function CommandPrompt({ onlyKeys = false, onClose }: CommandPromptProps) {
  const store = useEditorStore()
  const state = store.getState()
  const itemOf = (command: Command) => {
    const [key] = command.keys
    return {
      key: command.id,
      label: command.title,
      ...(key ? { keys: chordText(key) } : {}),
    }
  }
  const listed = commands.filter((command) => (onlyKeys ? command.keys.length > 0 : command.enabled(state)))
  const impossible = onlyKeys ? [] : commands.filter((command) => !command.enabled(state))
  return (
    <PromptPanel
      label={onlyKeys ? 'Keyboard shortcuts' : 'Commands'}
      placeholder={onlyKeys ? 'Find a key…' : 'What do you want to do?'}
      empty="No command of that name"
      items={[
        ...listed.map((command) => ({
          ...itemOf(command),
          group: command.group,
          pick: () => performCommand(store, command),
        })),
        ...impossible.map((command) => ({
          ...itemOf(command),
          group: 'Not possible with what is selected now',
          pick: () =>
            state.services.tell(`“${command.title}” is not possible with what is selected now`, 'error'),
        })),
      ]}
      onClose={onClose}
    />
  )
}
