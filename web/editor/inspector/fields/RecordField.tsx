import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Input } from '../../../ui/Input.tsx'
import { pointerOf } from '../../model/jsonPointer.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { isObject } from '../items.ts'
import { useField } from '../useField.ts'
import { TemplateField } from './TemplateField.tsx'

type RecordFieldProps = { at: string; noun: string; base: string; roots?: readonly string[] }

/** Named texts, such as headers: names are changed in place, values may hold `{{ }}`. */
export function RecordField({ at, noun, base, roots }: RecordFieldProps) {
  const field = useField(at)
  const record = isObject(field.value) ? field.value : {}
  const names = Object.keys(record)
  const write = (entries: [string, Json][], label: string) =>
    field.write(entries.length === 0 ? undefined : Object.fromEntries(entries), label)
  return (
    <div data-field={at} className="flex flex-col gap-2">
      {names.map((name) => (
        <div key={name} className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] items-end gap-1">
          <NameInput
            noun={noun}
            name={name}
            taken={names}
            onRename={(to) =>
              write(
                Object.entries(record).map(([key, value]): [string, Json] => [
                  key === name ? to : key,
                  value,
                ]),
                `Renamed a ${noun}`,
              )
            }
          />
          <TemplateField
            at={at + pointerOf(name)}
            hideLabel
            label={`Value of ${name}`}
            {...(roots ? { roots } : {})}
          />
          <IconButton
            size="md"
            label={`Remove ${noun} ${name}`}
            icon={<Trash2 aria-hidden />}
            onClick={() =>
              write(
                Object.entries(record).filter(([key]) => key !== name),
                `Removed a ${noun}`,
              )
            }
          />
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() => write([...Object.entries(record), [uniqueId(base, names), '']], `Added a ${noun}`)}
      >
        Add {noun}
      </Button>
    </div>
  )
}

type NameInputProps = {
  noun: string
  name: string
  taken: readonly string[]
  onRename: (name: string) => void
}

function NameInput({ noun, name, taken, onRename }: NameInputProps) {
  const [text, setText] = useState(name)
  const fault =
    text === '' ? 'Give a name' : text !== name && taken.includes(text) ? 'That name is taken' : null
  const settle = () => {
    if (!fault && text !== name) onRename(text)
  }
  return (
    <div className="min-w-0">
      {fault && <p className="text-xs text-danger">{fault}</p>}
      <Input
        code
        aria-label={`Name of ${noun}`}
        aria-invalid={fault !== null}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
        }}
      />
    </div>
  )
}
