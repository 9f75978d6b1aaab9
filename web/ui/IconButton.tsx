import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './Button.tsx'
import { cx } from './cx.ts'
import { Tooltip } from './Tooltip.tsx'

const squares = { sm: 'size-6', md: 'size-7', lg: 'size-9' } as const

type IconButtonProps = Omit<ButtonProps, 'icon' | 'children' | 'asChild' | 'aria-label'> & {
  /** The accessible name, also shown as the tooltip: a verb, as on any button. */
  label: string
  shortcut?: string
  icon: ReactNode
  side?: 'top' | 'right' | 'bottom' | 'left'
}

/** A button with only an icon in sight. It always has an accessible name and a tooltip, and is at least 24 px. */
export function IconButton({
  label,
  shortcut,
  icon,
  side,
  size = 'md',
  variant = 'ghost',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut} {...(side ? { side } : {})}>
      <Button
        {...rest}
        size={size}
        variant={variant}
        aria-label={label}
        className={cx('px-0', squares[size], className)}
        icon={icon}
      />
    </Tooltip>
  )
}
