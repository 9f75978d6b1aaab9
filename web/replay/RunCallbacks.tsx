import { BellRing } from 'lucide-react'
import type { RunDetail } from '../../shared/api/runs.ts'
import { useCan } from '../app/session.ts'
import { useApi } from '../app/useApi.ts'
import { AskCallbackButton } from '../callbacks/AskCallbackButton.tsx'
import { AttemptList } from '../callbacks/AttemptList.tsx'
import { CallbackStatusBadge } from '../callbacks/CallbackStatusBadge.tsx'
import { targetWords } from '../callbacks/targetWords.ts'
import { shortRun } from '../runs/shortRun.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { RunLink } from './RelatedRuns.tsx'

const refreshMs = 5000

/** Who is told how a run ended, and whether they took it. Nothing where nobody is told. */
export function RunCallbacks({ run: { run, status } }: { run: RunDetail }) {
  const may = useCan('operate')
  const { data } = useApi(
    'listRunCallbacks',
    { params: { run } },
    { enabled: status === 'ended', refetchInterval: refreshMs },
  )
  const callbacks = data?.callbacks ?? []
  if (callbacks.length === 0) return null
  const dead = callbacks.filter((each) => each.status === 'dead').length
  const words = callbacks.length === 1 ? '1 callback' : `${callbacks.length} callbacks`
  return (
    <Popover
      label="Callbacks"
      text
      className="w-96"
      trigger={
        <Button size="sm" variant="ghost" icon={<BellRing aria-hidden />}>
          {dead > 0 ? `${words}, ${dead} not delivered` : words}
        </Button>
      }
    >
      <ul className="flex flex-col gap-3">
        {callbacks.map((callback) => (
          <li key={callback.callback} className="flex flex-col gap-1">
            <span className="flex items-center gap-2">
              <code className="min-w-0 flex-1 truncate font-mono text-xs">
                {targetWords(callback.target)}
              </code>
              <CallbackStatusBadge status={callback.status} />
              {may && callback.status !== 'armed' && (
                <AskCallbackButton
                  callback={callback}
                  what={callback.status === 'waiting' ? 'now' : 'redeliver'}
                />
              )}
            </span>
            {callback.target.type === 'loop' && callback.target.started !== null && (
              <RunLink run={callback.target.started}>started run {shortRun(callback.target.started)}</RunLink>
            )}
            <AttemptList callback={callback} />
          </li>
        ))}
      </ul>
    </Popover>
  )
}
