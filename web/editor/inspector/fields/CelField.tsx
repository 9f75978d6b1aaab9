import type { ReactNode } from 'react'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { celDiagnostics } from '../expressions/celDiagnostics.ts'
import { LiveValue } from '../expressions/LiveValue.tsx'
import { useCompletion, usualRoots } from '../expressions/useCompletion.ts'
import { useHover } from '../expressions/useHover.ts'
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

/** A CEL expression, with completion, what its names are, its errors under the text and what it comes to. */
export function CelField({ at, label, help, optional = false, aside, roots = usualRoots }: CelFieldProps) {
  const field = useField(at)
  const complete = useCompletion(roots)
  const hover = useHover(roots)
  const value = typeof field.value === 'string' ? field.value : ''
  return (
    <div className="min-w-0">
      <FieldFrame at={at} label={label} help={help} problems={field.problems} aside={aside}>
        <CodeEditor
          language="cel"
          label={label}
          singleLine
          value={value}
          complete={complete}
          hover={hover}
          diagnostics={celDiagnostics(value, field.problems)}
          onChange={(text) => {
            if (text !== value) field.write(optional && text === '' ? undefined : text)
          }}
          onBlur={field.leave}
        />
      </FieldFrame>
      <LiveValue source={value} language="cel" />
    </div>
  )
}
