import { LoaderCircle } from 'lucide-react'
import { Slot } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'

const variants = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-hover disabled:bg-surface-3 disabled:text-fg-3 aria-disabled:bg-surface-3 aria-disabled:text-fg-3',
  secondary:
    'border border-line-2 bg-surface-1 text-fg-1 hover:bg-surface-2 active:bg-surface-3 disabled:border-line-1 disabled:text-fg-3',
  ghost:
    'text-fg-2 hover:bg-surface-3 hover:text-fg-1 data-[state=open]:bg-surface-3 aria-pressed:bg-surface-3 aria-pressed:text-fg-1 disabled:text-fg-3 disabled:bg-transparent',
  danger:
    'border border-danger bg-surface-1 text-danger hover:bg-danger-soft disabled:border-line-1 disabled:text-fg-3',
} as const

const sizes = {
  sm: 'h-6 gap-1 px-2 text-xs',
  md: 'h-7 gap-1.5 px-2.5 text-sm',
  lg: 'h-9 gap-2 px-4 text-base',
} as const

export type ButtonProps = Omit<ComponentProps<'button'>, 'children'> & {
  variant?: keyof typeof variants
  size?: keyof typeof sizes
  /** Shows a spinner and refuses clicks while work is under way; the label stays, so nothing jumps. */
  busy?: boolean
  icon?: ReactNode
  /** Renders the one child (a link) with the button's looks. */
  asChild?: boolean
  children?: ReactNode
}

/** A button whose label is a verb. */
export function Button({
  variant = 'secondary',
  size = 'md',
  busy = false,
  icon,
  asChild = false,
  className,
  children,
  type = 'button',
  disabled,
  ...rest
}: ButtonProps) {
  const classes = cx(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors [&_svg]:size-3.5 [&_svg]:shrink-0',
    variants[variant],
    sizes[size],
    className,
  )
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  return (
    <button
      type={type}
      className={classes}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {children}
    </button>
  )
}
