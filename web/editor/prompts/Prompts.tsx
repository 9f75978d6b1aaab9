import { assertNever } from '../../../shared/assertNever.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { AddPrompt } from './AddPrompt.tsx'
import { CommandPrompt } from './CommandPrompt.tsx'
import { ConnectPrompt } from './ConnectPrompt.tsx'
import { FindPrompt } from './FindPrompt.tsx'
import { MovePrompt } from './MovePrompt.tsx'

/** The list that is open over the canvas, if any. */
export function Prompts() {
  const store = useEditorStore()
  const prompt = useEditor((state) => state.prompt)
  if (!prompt) return null
  const close = () => store.getState().open(null)
  switch (prompt.type) {
    case 'add':
      return <AddPrompt wish={prompt} onClose={close} />
    case 'connect':
      return <ConnectPrompt node={prompt.node} onClose={close} />
    case 'move':
      return <MovePrompt node={prompt.node} onClose={close} />
    case 'find':
      return <FindPrompt onClose={close} />
    case 'commands':
      return <CommandPrompt key="commands" onClose={close} />
    case 'keys':
      return <CommandPrompt key="keys" onlyKeys onClose={close} />
    default:
      return assertNever(prompt)
  }
}
