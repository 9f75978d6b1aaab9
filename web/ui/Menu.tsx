import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './Kbd.tsx'
import { type MenuItem, menuContentClasses, menuItemClasses } from './menuItem.ts'

type MenuProps = {
  trigger: ReactNode
  items: readonly MenuItem[]
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A menu that a button opens. */
export function Menu({ trigger, items, align = 'start', side = 'bottom' }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={menuContentClasses}
        >
          {items.map((item, index) => {
            if (item === 'separator')
              return <Radix.Separator key={`line-${index}`} className="my-1 h-px bg-line-1" />
            const inner = (
              <>
                {item.checked !== undefined && (
                  <span className="w-3.5">
                    {item.checked && <Check aria-hidden className="text-accent" />}
                  </span>
                )}
                {item.icon}
                <span className="flex-1">
                  {item.label}
                  {item.hint && <span className="block text-xs text-fg-3">{item.hint}</span>}
                </span>
                {item.shortcut && <Kbd keys={item.shortcut} />}
              </>
            )
            const className = cx(menuItemClasses, item.danger && 'text-danger')
            if (item.checked !== undefined) {
              return (
                <Radix.CheckboxItem
                  key={index}
                  checked={item.checked}
                  disabled={item.disabled ?? false}
                  onSelect={(event) => {
                    if (item.keepOpen) event.preventDefault()
                    item.onSelect()
                  }}
                  className={className}
                >
                  {inner}
                </Radix.CheckboxItem>
              )
            }
            return (
              <Radix.Item
                key={index}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                className={className}
              >
                {inner}
              </Radix.Item>
            )
          })}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
