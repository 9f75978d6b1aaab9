import type { ReactNode } from 'react'
import { CodeEditor } from '../../../ui/CodeEditor.tsx'
import { celDiagnostics } from '../expressions/celDiagnostics.ts'
import { LiveValue } from '../expressions/LiveValue.tsx'
import { useTemplateCompletion, usualRoots } from '../expressions/useCompletion.ts'
import { useTemplateHover } from '../expressions/useHover.ts'
import { useField } from '../useField.ts'
import { FieldFrame } from './FieldFrame.tsx'

type TemplateFieldProps = {
  at: string
  label: string
  help?: ReactNode
  optional?: boolean
  roots?: readonly string[]
  /** The label is for assistive technology alone: what stands beside says it to the eye. */
  hideLabel?: boolean
}

/** Text that may hold `{{ }}`. */
export function TemplateField({
  at,
  label,
  help,
  optional = false,
  roots = usualRoots,
  hideLabel = false,
}: TemplateFieldProps) {
  const field = useField(at)
  const complete = useTemplateCompletion(roots)
  const hover = useTemplateHover(roots)
  const value = typeof field.value === 'string' ? field.value : ''
  return (
    <div className="min-w-0">
      <FieldFrame
        at={at}
        label={hideLabel ? <span className="sr-only">{label}</span> : label}
        help={help}
        problems={field.problems}
      >
        <CodeEditor
          language="template"
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
      <LiveValue source={value} language="template" />
    </div>
  )
}
