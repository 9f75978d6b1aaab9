import { commands } from '../commands/commands.ts'
import { chordText } from '../keys/chord.ts'
import { performCommand } from '../keys/useCommandKeys.ts'
import { useEditorStore } from '../store/EditorContext.ts'
import { PromptPanel } from './PromptPanel.tsx'

type CommandPromptProps = { onlyKeys?: boolean; onClose: () => void }

/** Every command that is possible now; or every one that has a key, to learn the keys. */
export function CommandPrompt({ onlyKeys = false, onClose }: CommandPromptProps) {
  const store = useEditorStore()
  const state = store.getState()
  const listed = commands.filter((command) => (onlyKeys ? command.keys.length > 0 : command.enabled(state)))
  return (
    <PromptPanel
      label={onlyKeys ? 'Keyboard shortcuts' : 'Commands'}
      placeholder={onlyKeys ? 'Find a key…' : 'What do you want to do?'}
      empty="No command of that name"
      items={listed.map((command) => {
        const [key] = command.keys
        return {
          key: command.id,
          label: command.title,
          group: command.group,
          ...(key ? { keys: command.keys.map(chordText).at(0) ?? key } : {}),
          pick: () => performCommand(store, command),
        }
      })}
      onClose={onClose}
    />
  )
}
