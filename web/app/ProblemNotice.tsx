import { CircleAlert, CloudOff } from 'lucide-react'
import { Link } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { ApiError } from './apiError.ts'
import { problemAdvice } from './problemAdvice.ts'

/** Where what is not there would be listed. */
const lists: Readonly<Partial<Record<ApiError['code'], { to: string; label: string }>>> = {
  'loop-not-found': { to: '/', label: 'Go to the loops' },
  'run-not-found': { to: '/runs', label: 'Go to the runs' },
}

type ProblemNoticeProps = { error: Error; onRetry?: () => void; className?: string }

/** What went wrong, what to do, and the faults by place where a document is to blame. */
export function ProblemNotice({ error, onRetry, className }: ProblemNoticeProps) {
  const api = error instanceof ApiError ? error : null
  const unreachable = api?.code === 'unreachable'
  const list = api ? lists[api.code] : undefined
  const Icon = unreachable ? CloudOff : CircleAlert
  const title =
    api?.problem?.title ?? (unreachable ? 'The server does not answer' : 'Something broke on this page')
  const detail = api ? (api.message === title ? null : api.message) : error.message
  const faults = api?.problem?.errors ?? []
  return (
    <div
      role="alert"
      className={cx('flex gap-3 rounded-md border border-danger bg-danger-soft p-3 text-sm', className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-fg-1">{title}</p>
        {detail && !unreachable && <p className="break-words text-fg-2">{detail}</p>}
        <p className="text-fg-2">
          {api ? problemAdvice[api.code] : 'Reload the page. Nothing that was saved is lost.'}
        </p>
        {faults.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-fg-2">
            {faults.slice(0, 20).map((fault) => (
              <li key={`${fault.pointer} ${fault.message}`}>
                <code className="font-mono text-xs">
                  {fault.header ??
                    fault.parameter ??
                    (fault.pointer === '' ? '(whole document)' : fault.pointer)}
                </code>{' '}
                {fault.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {list ? (
        <Button asChild size="sm">
          <Link to={list.to}>{list.label}</Link>
        </Button>
      ) : (
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      )}
    </div>
  )
}
