import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { inputClasses } from './inputClasses.ts'

type TextareaProps = ComponentProps<'textarea'> & { code?: boolean }

/** Several lines of text; it grows with what is typed. */
export function Textarea({ className, code = false, rows = 3, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={rows}
      spellCheck={!code}
      className={cx(
        inputClasses,
        'field-sizing-content max-h-96 resize-y py-1',
        code && 'font-mono text-xs',
        className,
      )}
      {...rest}
    />
  )
}
