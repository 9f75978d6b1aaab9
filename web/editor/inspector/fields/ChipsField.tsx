import { Plus, X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { Input } from '../../../ui/Input.tsx'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type ChipsFieldProps = {
  at: string
  label: string
  /** One of them, as a word: “fact”. */
  noun: string
  /** What is known and can be picked. */
  suggestions: readonly string[]
  help?: string
  /** Left out of the document when there is none. */
  optional?: boolean
}

/** How many suggestions stand as buttons; the rest come up while typing. */
const shown = 8

/** A few names: each a chip that can be taken out; known ones are picked, others typed. Enter or a comma adds. */
export function ChipsField({ at, label, noun, suggestions, help, optional = false }: ChipsFieldProps) {
  const field = useField(at, { deep: true })
  const [text, setText] = useState('')
  const id = useId()
  const words = Array.isArray(field.value)
    ? field.value.filter((word): word is string => typeof word === 'string')
    : []
  const open = suggestions.filter((word) => !words.includes(word))
  const write = (next: readonly string[], said: string) =>
    field.write(next.length === 0 && optional ? undefined : [...next], said)
  const add = (typed: string) => {
    const fresh = typed
      .split(',')
      .map((word) => word.trim())
      .filter((word, index, all) => word !== '' && !words.includes(word) && all.indexOf(word) === index)
    if (fresh.length > 0) write([...words, ...fresh], `Added ${fresh.join(', ')}`)
    setText('')
  }
  const remove = (word: string) =>
    write(
      words.filter((each) => each !== word),
      `Removed ${word}`,
    )
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = words.at(-1)
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault()
      add(text)
    } else if (event.key === 'Backspace' && text === '' && last !== undefined) {
      event.preventDefault()
      remove(last)
    }
  }
  return (
    <div className="flex flex-col gap-1.5">
      <FieldFrame at={at} label={label} help={help} problems={field.problems}>
        <Input
          code
          value={text}
          list={`${id}-known`}
          autoComplete="off"
          placeholder={`Add a ${noun}`}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => {
            add(text)
            field.leave()
          }}
        />
      </FieldFrame>
      <datalist id={`${id}-known`}>
        {open.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </datalist>
      {words.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1">
          {words.map((word) => (
            <li key={word}>
              <button
                type="button"
                aria-label={`Remove ${word}`}
                title={`Remove ${word}`}
                onClick={() => remove(word)}
                className="inline-flex h-6 items-center gap-1 rounded-sm bg-accent-soft px-1.5 font-mono text-xs text-accent hover:bg-surface-3"
              >
                {word}
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {open.slice(0, shown).map((word) => (
            <button
              key={word}
              type="button"
              aria-label={`Add ${word}`}
              title={`Add ${word}`}
              onClick={() => add(word)}
              className="inline-flex h-6 items-center gap-1 rounded-sm border border-dashed border-line-2 px-1.5 font-mono text-xs text-fg-2 hover:bg-surface-2 hover:text-fg-1"
            >
              <Plus aria-hidden className="size-3" />
              {word}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
