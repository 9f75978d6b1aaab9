import { CircleCheck, CircleX } from 'lucide-react'
import { Field } from '../../ui/Field.tsx'
import { Textarea } from '../../ui/Textarea.tsx'
import { useEditorStore } from '../store/EditorContext.ts'
import type { PublishTests } from './usePublishTests.ts'

/** What came of the tests before a publication; where some fail, a place to say why it goes out all the same. */
export function PublishTestsNotice({ tests }: { tests: PublishTests }) {
  const store = useEditorStore()
  const { count, failed, running, reason, setReason } = tests
  if (count === 0) return null
  if (running) return <p className="text-xs text-fg-2">Running {counted(count)}…</p>
  if (failed.length === 0) {
    return (
      <p className="flex items-center gap-1 text-xs text-fg-2">
        <CircleCheck aria-hidden className="size-3.5 text-success" />
        {counted(count)} passed
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-center gap-2 text-sm font-medium">
        <CircleX aria-hidden className="size-4 text-danger" />
        {failed.length} of {counted(count)} failed
      </p>
      <ul aria-label="Failed tests" className="max-h-40 overflow-auto">
        {failed.map(({ id, title, message, open }) => (
          <li key={id}>
            <button
              type="button"
              className="w-full rounded-sm px-2 py-1 text-left text-sm hover:bg-surface-2"
              onClick={() => {
                const state = store.getState()
                state.setPublishing(false)
                open(state)
              }}
            >
              {title}
              <span className="block text-xs text-fg-3">{message}</span>
            </button>
          </li>
        ))}
      </ul>
      <Field label="Publish all the same, because" help="Kept in the version’s note">
        <Textarea value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </div>
  )
}

const counted = (count: number) => `${count} ${count === 1 ? 'test' : 'tests'}`
