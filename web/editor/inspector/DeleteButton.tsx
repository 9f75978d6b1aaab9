import { Trash2 } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { deleteSelection } from '../commands/deleteSelection.ts'
import { useEditorStore } from '../store/EditorContext.ts'

/** Takes out what is selected. */
export function DeleteButton() {
  const store = useEditorStore()
  return (
    <Button
      variant="danger"
      className="self-start"
      icon={<Trash2 aria-hidden />}
      onClick={() => void deleteSelection.perform(store.getState())}
    >
      Delete
    </Button>
  )
}
