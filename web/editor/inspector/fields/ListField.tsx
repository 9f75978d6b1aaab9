import { ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useEditorStore } from '../../store/EditorContext.ts'
import { useFormNode } from '../FormScope.ts'
import { useField } from '../useField.ts'

type ListFieldProps = {
  at: string
  /** One of the items, as a word: “check”. */
  noun: string
  /** What stands where there is no item. */
  empty?: ReactNode
  make: (items: readonly Json[]) => Json
  title?: (item: Json, index: number) => ReactNode
  /** The document has no list rather than an empty one. */
  optional?: boolean
  children: (at: string, item: Json, index: number) => ReactNode
}

/** A list whose items have fields of their own; items are added, moved and taken out, each as one undo step. */
export function ListField({ at, noun, empty, make, title, optional = false, children }: ListFieldProps) {
  const store = useEditorStore()
  const node = useFormNode()
  const field = useField(at)
  const items = Array.isArray(field.value) ? field.value : []
  const order = items.map((_, index) => index)
  const reorder = (next: number[], label: string) => {
    if (next.length === 0 && optional) field.write(undefined, label)
    else store.getState().reorder(node, at, next, label)
  }
  const move = (index: number, by: 1 | -1) => {
    const next = [...order]
    const [moved] = next.splice(index, 1)
    if (moved === undefined) return
    next.splice(index + by, 0, moved)
    reorder(next, `Moved a ${noun}`)
  }
  const [problem] = field.problems
  return (
    <div data-field={at} className="flex flex-col gap-3">
      {items.length === 0 && empty && <p className="text-xs text-fg-3">{empty}</p>}
      {problem && (
        <p
          role={problem.severity === 'error' ? 'alert' : undefined}
          className={problem.severity === 'error' ? 'text-xs text-danger' : 'text-xs text-warning'}
        >
          {problem.message}
        </p>
      )}
      {items.length > 0 && (
        <ol className="flex flex-col gap-3">
          {items.map((item, index) => (
            <li
              key={index}
              data-field={`${at}/${index}`}
              className="flex flex-col gap-2 border-l-2 border-line-2 pl-3"
            >
              <div className="flex items-center gap-1">
                <span className="min-w-0 flex-1 truncate text-xs font-medium text-fg-2">
                  {title?.(item, index) ?? `${noun} ${index + 1}`}
                </span>
                <IconButton
                  size="sm"
                  label={`Move ${noun} up`}
                  icon={<ChevronUp aria-hidden />}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  size="sm"
                  label={`Move ${noun} down`}
                  icon={<ChevronDown aria-hidden />}
                  disabled={index === items.length - 1}
                  onClick={() => move(index, 1)}
                />
                <IconButton
                  size="sm"
                  label={`Remove ${noun}`}
                  icon={<Trash2 aria-hidden />}
                  onClick={() =>
                    reorder(
                      order.filter((each) => each !== index),
                      `Removed a ${noun}`,
                    )
                  }
                />
              </div>
              {children(`${at}/${index}`, item, index)}
            </li>
          ))}
        </ol>
      )}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() => field.write([...items, make(items)], `Added a ${noun}`)}
      >
        Add {noun}
      </Button>
    </div>
  )
}
