import { TriangleAlert } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import type { Diagnostic } from '../../../../shared/compile/diagnostic.ts'
import { Field } from '../../../ui/Field.tsx'

type FieldFrameProps = {
  at: string
  label: ReactNode
  help?: ReactNode
  problems: readonly Diagnostic[]
  required?: boolean
  aside?: ReactNode
  layout?: 'row' | 'column'
  children: ReactElement<Record<string, unknown>>
}

/** A control with its label, help and what is wrong with it; `at` is where problems find it. */
export function FieldFrame({ at, problems, children, ...rest }: FieldFrameProps) {
  const error = problems.find((problem) => problem.severity === 'error')
  const warning = problems.find((problem) => problem.severity === 'warning')
  return (
    <div data-field={at} className="min-w-0">
      <Field {...rest} error={error?.message}>
        {children}
      </Field>
      {!error && warning && (
        <p className="mt-1 flex items-start gap-1 text-xs text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          {warning.message}
        </p>
      )}
    </div>
  )
}
