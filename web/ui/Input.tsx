import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import { inputClasses } from './inputClasses.ts'

type InputProps = ComponentProps<'input'> & {
  /** Monospace, for ids, addresses and expressions. */
  code?: boolean
}

/** A single line of text. Give it a `Field`, or an `aria-label` where no label is in sight. */
export function Input({ className, code = false, type = 'text', ...rest }: InputProps) {
  return (
    <input
      type={type}
      spellCheck={!code}
      autoComplete="off"
      className={cx(inputClasses, 'read-only:bg-surface-2 h-7', code && 'font-mono text-xs', className)}
      {...rest}
    />
  )
}
