import type { ReactNode } from 'react'
import { useState } from 'react'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { celDiagnostics } from '../expressions/celDiagnostics.ts'
import { useCompletion } from '../expressions/useCompletion.ts'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type NumberOrCelFieldProps = { at: string; label: string; help?: ReactNode; roots?: readonly string[] }

/** A number, or an expression that gives one. Nothing at all stays in the field, marked: the document keeps what it had. */
export function NumberOrCelField({ at, label, help, roots }: NumberOrCelFieldProps) {
  const field = useField(at)
  const complete = useCompletion(roots)
  const [typed, setTyped] = useState<string | null>(null)
  const own = typeof field.value === 'string' ? field.value : JSON.stringify(field.value ?? '')
  const text = field.text ?? typed ?? own
  const onChange = (next: string) => {
    if (next === text) return
    setTyped(next)
    const number = Number(next)
    if (next.trim() === '') field.keep(next, 'Give a number or an expression')
    else if (!Number.isFinite(number)) field.write(next)
    else if (number < 0) field.keep(next, 'Give a number from 0')
    else field.write(number)
  }
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems}>
      <CodeEditor
        language="cel"
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
