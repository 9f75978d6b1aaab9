import { Tooltip as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Kbd } from './Kbd.tsx'

type TooltipProps = {
  label: ReactNode
  /** A shortcut such as `Ctrl+Z`, shown beside the label. */
  shortcut?: string | undefined
  side?: 'top' | 'right' | 'bottom' | 'left'
  /** One element that takes a ref; keep it focusable, or keyboard users never see the label. */
  children: ReactNode
}

/** A short label on hover and focus. It repeats or explains; nothing may be said in a tooltip alone. */
export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 animate-enter items-center gap-2 rounded-md bg-surface-1 px-2 py-1 text-xs text-fg-1 shadow-float"
        >
          {label}
          {shortcut && <Kbd keys={shortcut} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
