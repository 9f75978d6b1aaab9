import type { ReactNode } from 'react'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { celDiagnostics } from '../expressions/celDiagnostics.ts'
import { useCompletion } from '../expressions/useCompletion.ts'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type CelFieldProps = {
  at: string
  label: string
  help?: ReactNode
  optional?: boolean
  /** Beside the label. */
  aside?: ReactNode
  /** What the expression can read besides what every expression can. */
  roots?: readonly string[]
}

/** A CEL expression, with completion and its errors under the text. */
export function CelField({ at, label, help, optional = false, aside, roots }: CelFieldProps) {
  const field = useField(at)
  const complete = useCompletion(roots)
  const value = typeof field.value === 'string' ? field.value : ''
  return (
    <FieldFrame at={at} label={label} help={help} problems={field.problems} aside={aside}>
      <CodeEditor
        language="cel"
        label={label}
        singleLine
        value={value}
        complete={complete}
        diagnostics={celDiagnostics(value, field.problems)}
        onChange={(text) => {
          if (text !== value) field.write(optional && text === '' ? undefined : text)
        }}
        onBlur={field.leave}
      />
    </FieldFrame>
  )
}
