import { CircleAlert } from 'lucide-react'
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

type ControlProps = {
  id?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | undefined
  'aria-required'?: boolean | undefined
}

type FieldProps = {
  label: ReactNode
  help?: ReactNode
  /** What is wrong and what to do; announced, and tied to the control. */
  error?: ReactNode
  required?: boolean
  /** Beside the label: a badge, a reset button. */
  aside?: ReactNode
  /** `row` puts the control before its label, for a switch or a checkbox. */
  layout?: 'column' | 'row'
  className?: string
  /** One control that passes `id`, `aria-describedby` and `aria-invalid` on to its element. */
  children: ReactElement<ControlProps>
}

/** A label, its control, help and error, tied together for assistive technology. */
export function Field({
  label,
  help,
  error,
  required = false,
  aside,
  layout = 'column',
  className,
  children,
}: FieldProps) {
  const ownId = useId()
  const id = children.props.id ?? ownId
  const helpId = `${id}-help`
  const errorId = `${id}-error`
  const describedBy = [help ? helpId : null, error ? errorId : null].filter((part) => part !== null).join(' ')
  const control = cloneElement(children, {
    id,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
    'aria-invalid': error ? true : undefined,
    'aria-required': required || undefined,
  })
  const row = layout === 'row'
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <div className={cx('flex items-center gap-2', !row && 'justify-between')}>
        {row && control}
        <label htmlFor={id} className="text-xs font-medium text-fg-2">
          {label}
          {required && <span className="text-fg-3"> (required)</span>}
        </label>
        {aside}
      </div>
      {!row && control}
      {help && (
        <p id={helpId} className="text-xs text-fg-3">
          {help}
        </p>
      )}
      {error && (
        <p id={errorId} role="alert" className="flex items-start gap-1 text-xs text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
