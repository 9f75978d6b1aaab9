import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type TabItem = {
  value: string
  label: ReactNode
  badge?: ReactNode
  content: ReactNode
  disabled?: boolean
}

type TabsProps = {
  items: readonly TabItem[]
  value: string
  onValueChange: (value: string) => void
  /** A tab was pressed, the chosen one included. */
  onPress?: (value: string) => void
  /** Names the tab list for assistive technology. */
  label: string
  /** After the tabs, on the same line. */
  aside?: ReactNode
  /** The first tab stands flush with what is above and below it, as on a page. */
  flush?: boolean
  className?: string
}

/** Tabs over a scrolling panel that fills the height it is given. Only the chosen tab's content is mounted. */
export function Tabs({
  items,
  value,
  onValueChange,
  onPress,
  label,
  aside,
  flush = false,
  className,
}: TabsProps) {
  return (
    <Radix.Root
      value={value}
      onValueChange={onValueChange}
      className={cx('flex min-h-0 min-w-0 flex-1 flex-col', className)}
    >
      <div className={cx('flex h-9 shrink-0 items-stretch border-b border-line-1', !flush && 'px-2')}>
        <Radix.List
          aria-label={label}
          className={cx(
            'flex min-w-0 flex-1 items-stretch overflow-x-auto [scrollbar-width:none]',
            flush && '-ml-1.5',
          )}
        >
          {items.map((item) => (
            <Radix.Trigger
              key={item.value}
              value={item.value}
              {...(onPress ? { onClick: () => onPress(item.value) } : {})}
              {...(item.disabled ? { disabled: true } : {})}
              className="relative inline-flex items-center gap-1 whitespace-nowrap px-1.5 text-sm text-fg-2 hover:text-fg-1 focus-visible:-outline-offset-2 disabled:text-fg-3 data-[state=active]:text-fg-1 data-[state=active]:after:absolute data-[state=active]:after:inset-x-1.5 data-[state=active]:after:bottom-0 data-[state=active]:after:h-0.5 data-[state=active]:after:bg-accent"
            >
              {item.label}
              {item.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside && <div className="flex items-center gap-1">{aside}</div>}
      </div>
      {items.map((item) => (
        <Radix.Content
          key={item.value}
          value={item.value}
          className="relative min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2 data-[state=inactive]:hidden"
        >
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
