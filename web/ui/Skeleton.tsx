import { cx } from './cx.ts'

/** A place held while data is under way; size it like what will stand there, so nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={cx('block h-4 animate-pulse-soft rounded-sm bg-surface-3', className)} />
  )
}
