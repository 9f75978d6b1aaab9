import { type ReactNode, useMemo, useState } from 'react'
import { Json } from '../../../../shared/json.ts'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { useTemplateCompletion } from '../expressions/useCompletion.ts'
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

/** What a text is as JSON, or why it is none. */
export function readJson(
  text: string,
  shape: 'any' | 'object',
): { ok: true; value: Json } | { ok: false; message: string } {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    return {
      ok: false,
      message: `Not JSON yet: ${error instanceof Error ? error.message : 'it can’t be read'}`,
    }
  }
  const json = Json.safeParse(parsed)
  if (!json.success) return { ok: false, message: 'Not JSON' }
  const object = typeof json.data === 'object' && json.data !== null && !Array.isArray(json.data)
  return shape === 'object' && !object
    ? { ok: false, message: 'Write an object: { … }' }
    : { ok: true, value: json.data }
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
  roots,
  aside,
}: JsonFieldProps) {
  const field = useField(at, { deep: true })
  const complete = useTemplateCompletion(roots)
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
