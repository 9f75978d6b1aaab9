import type { ApprovalSummary } from '../../shared/api/approvals.ts'

/** The first values of what is asked about, so that rows of one loop are told apart. */
export function ApprovalPreview({ preview: { parts, more } }: Pick<ApprovalSummary, 'preview'>) {
  if (parts.length === 0) return null
  return (
    <span className="flex w-full flex-col gap-0.5 text-xs">
      {parts.map(({ title, values }, place) => (
        <span key={place} className="line-clamp-2 break-words text-fg-2">
          {title !== null && <span className="font-medium text-fg-1">{title} </span>}
          {values.map(({ name, text }, index) => (
            <span key={name}>
              {index > 0 && <span className="text-fg-3"> · </span>}
              {name !== '' && <span className="text-fg-3">{name} </span>}
              <span className="font-mono text-fg-1">{text}</span>
            </span>
          ))}
        </span>
      ))}
      {more > 0 && <span className="text-fg-3">and {more === 1 ? '1 more step' : `${more} more steps`}</span>}
    </span>
  )
}
