import { Asterisk, ChevronRight, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from '../../../ui/cx.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Input } from '../../../ui/Input.tsx'
import type { SchemaProperty } from '../../model/editSchema.ts'
import { useField } from '../useField.ts'
import { KindSelect } from './KindSelect.tsx'

type SchemaPropertyRowProps = {
  /** Where the property's schema stands. */
  at: string
  property: SchemaProperty
  /** The names beside it, and its own. */
  taken: readonly string[]
  change: (over: Partial<SchemaProperty>, label: string) => void
  remove: () => void
  /** What else is known of it. */
  children: ReactNode
}

/** One property: its name, its kind, whether it is required; it opens on what else is known of it. */
export function SchemaPropertyRow({ at, property, taken, change, remove, children }: SchemaPropertyRowProps) {
  const { name, schema, required } = property
  const [open, setOpen] = useState(false)
  const { problems } = useField(at, { deep: true })
  const [problem] = problems
  const isOpen = open || problem !== undefined
  return (
    <li data-field={at} className="min-w-0">
      <div className="grid grid-cols-[auto_minmax(0,5fr)_minmax(0,4fr)_auto_auto] items-start">
        <IconButton
          label={`${isOpen ? 'Close' : 'Open'} ${name}`}
          aria-expanded={isOpen}
          className="w-6"
          icon={<ChevronRight aria-hidden className={cx('transition-transform', isOpen && 'rotate-90')} />}
          onClick={() => setOpen(!isOpen)}
        />
        <PropertyName name={name} taken={taken} rename={(to) => change({ name: to }, 'Renamed a property')} />
        <KindSelect
          label={`Type of ${name}`}
          schema={schema}
          onChange={(next) => change({ schema: next }, 'Changed the type')}
        />
        <IconButton
          label={`${name} is required`}
          aria-pressed={required}
          icon={<Asterisk aria-hidden />}
          className="aria-pressed:text-accent"
          onClick={() => change({ required: !required }, required ? 'Made it optional' : 'Made it required')}
        />
        <IconButton label={`Remove ${name}`} icon={<Trash2 aria-hidden />} onClick={remove} />
      </div>
      {isOpen && (
        <div className="mt-1 mb-2 ml-2.5 flex flex-col gap-2 border-l-2 border-line-2 pl-2.5">
          {problem && (
            <p className={cx('text-xs', problem.severity === 'error' ? 'text-danger' : 'text-warning')}>
              {problem.message}
            </p>
          )}
          {children}
        </div>
      )}
    </li>
  )
}

type PropertyNameProps = { name: string; taken: readonly string[]; rename: (name: string) => void }

/** What is typed becomes the name when the field is left, unless it is taken. */
function PropertyName({ name, taken, rename }: PropertyNameProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? name
  const fault =
    text === '' ? 'Give a name' : text !== name && taken.includes(text) ? 'That name is taken' : null
  const settle = () => {
    if (!fault && text !== name) rename(text)
    if (!fault) setTyped(null)
  }
  return (
    <div className="min-w-0 pr-1">
      <Input
        code
        aria-label="Name of the property"
        aria-invalid={fault !== null}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
        onKeyDown={(event) => {
          if (event.key === 'Enter') settle()
        }}
      />
      {fault && (
        <p role="alert" className="text-xs text-danger">
          {fault}
        </p>
      )}
    </div>
  )
}
