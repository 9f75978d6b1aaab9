import { cx } from '../ui/cx.ts'

type VotesProps = { granted: number; need: number; className?: string }

/** How many of those who have to agree have: a segment each. */
export function Votes({ granted, need, className }: VotesProps) {
  return (
    <span className={cx('inline-flex items-center gap-1.5 text-xs text-fg-2', className)}>
      <span aria-hidden className="inline-flex gap-0.5">
        {Array.from({ length: need }, (_, index) => (
          <span
            key={index}
            className={cx(
              'h-1.5 w-4 rounded-sm',
              index < granted ? 'bg-success' : 'border border-line-2 bg-surface-1',
            )}
          />
        ))}
      </span>
      <span className="tabular whitespace-nowrap">
        {granted} of {need} approved
      </span>
    </span>
  )
}
