import { ContextMenu as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Kbd } from './Kbd.tsx'
import { type MenuItem, menuContentClasses, menuItemClasses } from './menuItem.ts'

type ContextMenuProps = { items: readonly MenuItem[]; children: ReactNode }

/** The menu of a right click or the context-menu key on its child. Everything in it is reachable elsewhere too. */
export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          collisionPadding={8}
          className={menuContentClasses}
          onCloseAutoFocus={(event) => {
            // What was picked may have put the focus somewhere, such as into a field: there it stays.
            if (document.activeElement !== document.body) event.preventDefault()
          }}
        >
          {items.map((item, index) =>
            item === 'separator' ? (
              <Radix.Separator key={`line-${index}`} className="my-1 h-px bg-line-1" />
            ) : (
              <Radix.Item
                key={index}
                disabled={item.disabled ?? false}
                onSelect={item.onSelect}
                className={cx(menuItemClasses, item.danger && 'text-danger')}
              >
                {item.icon}
                <span className="flex-1">{item.label}</span>
                {item.shortcut && <Kbd keys={item.shortcut} />}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
