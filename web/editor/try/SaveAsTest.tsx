import { ListChecks } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { saveTrial } from '../tests/editTests.ts'

/** Keeps what was tried as a test of the loop; where it was filled from one, that one can be written over. */
export function SaveAsTest() {
  const store = useEditorStore()
  const from = useEditor(({ graph, triedTest }) => graph.cases?.find(({ id }) => id === triedTest))
  const save = (over: string | null) => saveTrial(store.getState(), over)
  if (!from) {
    return (
      <Button size="sm" className="ml-auto" icon={<ListChecks aria-hidden />} onClick={() => save(null)}>
        Save as a test
      </Button>
    )
  }
  return (
    <span className="ml-auto">
      <Menu
        align="end"
        trigger={
          <Button size="sm" icon={<ListChecks aria-hidden />}>
            Save as a test
          </Button>
        }
        items={[
          {
            label: `Save over “${from.title}”`,
            hint: 'It then expects what came here',
            onSelect: () => save(from.id),
          },
          { label: 'Save as a new test', onSelect: () => save(null) },
        ]}
      />
    </span>
  )
}
