import { useState } from 'react'
import type { Kind } from '../../../../shared/expr/schemaType.ts'
import type { Json } from '../../../../shared/json.ts'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { celDiagnostics } from '../expressions/celDiagnostics.ts'
import { useTemplateCompletion } from '../expressions/useCompletion.ts'
import { FieldFrame } from '../fields/FieldFrame.tsx'
import { useField } from '../useField.ts'

type ValueFieldProps = {
  at: string
  label: string
  kind: Kind | null
  help: string | undefined
  required: boolean
  roots: readonly string[]
}

type ReadValue = { ok: true; value: Json } | { ok: false; message: string }

/**
 * The value that a text stands for. Text with `{{ }}` is a template. For a string any text is the value; for another
 * kind it is JSON; where the kind is not known, text that looks like JSON is JSON.
 */
export function readValue(text: string, kind: Kind | null): ReadValue {
  if (kind === 'string' || /^\s*\{\{/.test(text)) return { ok: true, value: text }
  try {
    return { ok: true, value: JSON.parse(text) as Json }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (kind === null && !/^\s*[[{]/.test(text)) return { ok: true, value: text }
    return {
      ok: false,
      message: kind === null ? 'Not JSON yet' : `Write a ${kind} as JSON, or {{ an expression }}`,
    }
  }
}

/** A value as it is shown for editing: what `readValue` reads back. */
export function writeValue(value: Json | undefined, kind: Kind | null): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return JSON.stringify(value)
  if (kind === 'string' || /^\s*\{\{/.test(value)) return value
  const read = readValue(value, kind)
  return read.ok && read.value === value ? value : JSON.stringify(value)
}

/** An argument: a literal or an expression. */
export function ValueField({ at, label, kind, help, required, roots }: ValueFieldProps) {
  const field = useField(at, { deep: true })
  const complete = useTemplateCompletion(roots)
  const [typed, setTyped] = useState<string | null>(null)
  const own = writeValue(field.value, kind)
  const text = field.text ?? typed ?? own
  const onChange = (next: string) => {
    if (next === text) return
    setTyped(next)
    if (next === '') return field.write(undefined)
    const read = readValue(next, kind)
    if (read.ok) field.write(read.value)
    else field.keep(next, read.message)
  }
  return (
    <FieldFrame
      at={at}
      label={<code className="font-mono">{label}</code>}
      help={help}
      problems={field.problems}
      required={required}
    >
      <CodeEditor
        language="template"
        label={label}
        singleLine
        value={text}
        complete={complete}
        diagnostics={celDiagnostics(text, field.problems)}
        onChange={onChange}
        onBlur={() => {
          setTyped(null)
          field.leave()
        }}
      />
    </FieldFrame>
  )
}
