import { type ReactNode, useMemo, useState } from 'react'
import type { Json } from '../../../../shared/json.ts'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { readJson } from '../../model/readJson.ts'
import { useTemplateCompletion, usualRoots } from '../expressions/useCompletion.ts'
import { useTemplateHover } from '../expressions/useHover.ts'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'
import { jsonMarks } from './jsonMarks.ts'

type JsonFieldProps = {
  at: string
  label: string
  help?: ReactNode
  optional?: boolean
  /** `object` refuses any other JSON. */
  shape?: 'any' | 'object'
  roots?: readonly string[]
  aside?: ReactNode
}

function sameJson(text: string, value: Json | undefined): boolean {
  const read = readJson(text, 'any')
  return read.ok && JSON.stringify(read.value) === JSON.stringify(value)
}

/** A JSON value as text. Text that is no JSON yet stays in the field, marked, until it is. */
export function JsonField({
  at,
  label,
  help,
  optional = false,
  shape = 'any',
  roots = usualRoots,
  aside,
}: JsonFieldProps) {
  const field = useField(at, { deep: true })
  const complete = useTemplateCompletion(roots)
  const hover = useTemplateHover(roots)
  const own = useMemo(
    () => (field.value === undefined ? '' : JSON.stringify(field.value, null, 2)),
    [field.value],
  )
  // The layout that somebody types is theirs until they leave: writing it back would move the text under the caret.
  const [typed, setTyped] = useState<string | null>(null)
  const text = field.text ?? (typed !== null && sameJson(typed, field.value) ? typed : own)
  const onChange = (next: string) => {
    if (next === text) return
    setTyped(next)
    if (next.trim() === '' && optional) return field.write(undefined)
    const read = readJson(next, shape)
    if (read.ok) field.write(read.value)
    else field.keep(next, read.message)
  }
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems} aside={aside}>
      <CodeEditor
        language="json"
        label={label}
        className={text === '' ? 'min-h-0' : 'min-h-14'}
        value={text}
        complete={complete}
        hover={hover}
        diagnostics={jsonMarks(text, at, field.problems)}
        onChange={onChange}
        onBlur={() => {
          setTyped(null)
          field.leave()
        }}
      />
    </FieldFrame>
  )
}
