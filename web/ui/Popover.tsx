import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

type PopoverProps = {
  /** The element that opens it. */
  trigger: ReactNode
  /** Names the popover for assistive technology. */
  label: string
  open?: boolean
  onOpenChange?: (open: boolean) => void
  side?: 'top' | 'right' | 'bottom' | 'left'
  align?: 'start' | 'center' | 'end'
  /** It may hold nothing to press: then it takes the focus itself, so that keys can scroll it. */
  text?: boolean
  className?: string
  children: ReactNode
}

/** A floating panel beside what opened it; `Escape` and a click outside close it and give the focus back. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  text = false,
  className,
  children,
}: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          tabIndex={text ? 0 : -1}
          className={cx(
            'z-50 max-h-(--radix-popover-content-available-height) w-80 animate-enter overflow-auto rounded-md bg-surface-1 p-3 shadow-float',
            text ? 'focus-visible:-outline-offset-2' : 'outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
