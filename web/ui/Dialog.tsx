import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { cx } from './cx.ts'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the one that does it last. */
  footer?: ReactNode
  className?: string
}

/** A modal, for what can't be undone. Where a popover or a panel will do, use that. */
export function Dialog({ open, onOpenChange, title, description, children, footer, className }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cx(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[85vh] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 animate-enter flex-col rounded-md bg-surface-1 shadow-float',
            className,
          )}
        >
          <header className="px-4 pt-3 pr-12 pb-2">
            <div>
              <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm text-fg-2">{description}</Radix.Description>
              )}
            </div>
          </header>
          {children && <div className="min-h-0 overflow-auto px-4 py-2">{children}</div>}
          {footer && (
            <footer className="flex justify-end gap-2 border-t border-line-1 px-4 py-3">{footer}</footer>
          )}
          {/* Last in order, so that the focus starts at what the dialog asks, and without a tooltip, which would take Escape. */}
          <Radix.Close asChild>
            <Button
              variant="ghost"
              aria-label="Close"
              icon={<X aria-hidden />}
              className="absolute top-2.5 right-2.5 size-7 px-0"
            />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
