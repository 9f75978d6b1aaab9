import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

/** A choice that is part of a form or a selection; it may be indeterminate. */
export function Checkbox({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <span className="inline-flex h-6 items-center">
      <Radix.Root
        {...rest}
        className={cx(
          'group relative flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-2 bg-surface-1 after:absolute after:-inset-1 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:border-line-1',
          className,
        )}
      >
        <Radix.Indicator className="text-on-accent">
          <Check aria-hidden className="size-3 group-data-[state=indeterminate]:hidden" strokeWidth={3} />
          <Minus
            aria-hidden
            className="hidden size-3 group-data-[state=indeterminate]:block"
            strokeWidth={3}
          />
        </Radix.Indicator>
      </Radix.Root>
    </span>
  )
}
