import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { cx } from './cx.ts'
import { inputClasses } from './inputClasses.ts'

export type SelectOption = {
  value: string
  label: ReactNode
  hint?: ReactNode
  icon?: ReactNode
  disabled?: boolean
}

type SelectProps = {
  /** `''` shows the placeholder. */
  value: string
  onValueChange: (value: string) => void
  options: readonly SelectOption[]
  placeholder?: string
  disabled?: boolean
  id?: string
  name?: string
  className?: string
  'aria-label'?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean
  'aria-required'?: boolean
}

/** A longer list is drawn only while it is open: a form may ask many times for one of a thousand nodes. */
const shortList = 40

/** One choice out of a list. Options have non-empty values; say "any" with a value of its own. */
export function Select({
  value,
  onValueChange,
  options,
  placeholder = 'Choose…',
  disabled,
  name,
  id,
  className,
  ...aria
}: SelectProps) {
  const [open, setOpen] = useState(false)
  const drawn =
    open || options.length <= shortList ? options : options.filter((option) => option.value === value)
  return (
    <Radix.Root
      open={open}
      onOpenChange={setOpen}
      value={value}
      onValueChange={onValueChange}
      {...(disabled ? { disabled } : {})}
      {...(name ? { name } : {})}
    >
      <Radix.Trigger
        id={id}
        {...aria}
        className={cx(
          inputClasses,
          'flex h-7 items-center justify-between gap-2 text-left data-[placeholder]:text-fg-3',
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon>
          <ChevronDown aria-hidden className="size-3.5 text-fg-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-enter overflow-hidden rounded-md bg-surface-1 shadow-float"
        >
          <Radix.Viewport className="p-1">
            {drawn.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                {...(option.disabled ? { disabled: true } : {})}
                className="flex min-h-7 select-none items-center gap-2 rounded-sm py-1 pr-2 pl-1.5 text-sm outline-none data-[disabled]:text-fg-3 data-[highlighted]:bg-surface-3"
              >
                <span className="w-3.5 shrink-0">
                  <Radix.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-accent" />
                  </Radix.ItemIndicator>
                </span>
                {option.icon}
                <span className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint && <span className="block text-xs text-fg-3">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
