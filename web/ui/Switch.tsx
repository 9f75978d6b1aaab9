import { Switch as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'

/** On or off, taking effect at once. */
export function Switch({ className, ...rest }: ComponentProps<typeof Radix.Root>) {
  return (
    <span className="inline-flex h-6 items-center">
      <Radix.Root
        {...rest}
        className={cx(
          'relative h-4 w-7 shrink-0 rounded-full border border-line-2 bg-surface-2 transition-colors after:absolute after:-inset-1 disabled:border-line-1 data-[state=checked]:border-accent data-[state=checked]:bg-accent',
          className,
        )}
      >
        <Radix.Thumb className="block size-3 translate-x-px rounded-full bg-line-2 transition-transform data-[state=checked]:translate-x-[13px] data-[state=checked]:bg-on-accent" />
      </Radix.Root>
    </span>
  )
}
