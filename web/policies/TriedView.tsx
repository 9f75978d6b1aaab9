import { Badge } from '../ui/Badge.tsx'
import type { Tried } from './tryPolicy.ts'

/** What a policy makes of a sample, and what it read of it. */
export function TriedView({ tried }: { tried: Tried }) {
  if (tried.is === 'unfinished') return <p className="text-xs text-fg-3">{tried.message}</p>
  return (
    <div className="flex flex-col gap-1 text-xs">
      <p className="flex flex-wrap items-center gap-2">
        <TriedBadge tried={tried} />
        {tried.is === 'error' && <span className="min-w-0 break-words text-danger">{tried.message}</span>}
      </p>
      {Object.keys(tried.values).length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 font-mono">
          {Object.entries(tried.values).map(([path, value]) => (
            <div key={path} className="contents">
              <dt className="text-fg-3">{path}</dt>
              <dd className="min-w-0 truncate">{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {tried.is === 'applies' && tried.redacted !== undefined && (
        <p className="min-w-0">
          Logged and sent: <code className="font-mono break-all">{JSON.stringify(tried.redacted)}</code>
        </p>
      )}
    </div>
  )
}

const toneOf = { deny: 'danger', 'require-approval': 'warning', redact: 'accent', flag: 'neutral' } as const
const wordOf = {
  deny: 'Denies',
  'require-approval': 'Asks for approval',
  redact: 'Redacts',
  flag: 'Flags',
} as const

function TriedBadge({ tried }: { tried: Exclude<Tried, { is: 'unfinished' }> }) {
  switch (tried.is) {
    case 'not':
      return <Badge tone="success">Does not apply</Badge>
    case 'error':
      return <Badge tone="danger">Can’t be evaluated: denies</Badge>
    case 'applies':
      return (
        <Badge tone={toneOf[tried.effect]}>
          {wordOf[tried.effect]}
          {tried.onTrial && ' (on trial: only recorded)'}
        </Badge>
      )
  }
}
