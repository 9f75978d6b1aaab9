import type { ReactNode } from 'react'

/** An entry of a `Menu` or `ContextMenu`: an action, or a line between groups. */
export type MenuItem =
  | {
      label: ReactNode
      onSelect: () => void
      icon?: ReactNode
      shortcut?: string
      disabled?: boolean
      danger?: boolean
      /** Shown as a radio or check mark; leave it out for a plain action. */
      checked?: boolean
      /** The menu stays open, for choosing several. */
      keepOpen?: boolean
      hint?: ReactNode
    }
  | 'separator'

export const menuContentClasses =
  'z-50 max-h-(--radix-popper-available-height) min-w-44 animate-enter overflow-auto rounded-md bg-surface-1 p-1 shadow-float'
export const menuItemClasses =
  'flex min-h-7 select-none items-center gap-2 rounded-sm px-2 py-1 text-sm text-fg-1 outline-none data-[disabled]:text-fg-3 data-[highlighted]:bg-surface-3 [&_svg]:size-3.5 [&_svg]:shrink-0'
