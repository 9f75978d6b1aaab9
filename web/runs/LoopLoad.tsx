import { Layers, OctagonPause } from 'lucide-react'
import type { LoopStatus } from '../../shared/api/loopStatus.ts'
import { useApi } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Time } from '../ui/Time.tsx'
import { NextSchedule } from './NextSchedule.tsx'
import { ShardsButton } from './ShardsButton.tsx'

const refreshMs = 3_000

/** What a loop has under way now: how much runs and waits for its turn, what its limits hold back, which hosts are left alone. */
export function LoopLoad({ loop }: { loop: string }) {
  const status = useApi('loopStatus', { params: { loop } }, { refetchInterval: refreshMs })
  if (!status.data) return null
  const { shards, queued, running } = status.data
  const limit = shards.reduce<number | null>(
    (sum, shard) => (shard.limit === null ? sum : (sum ?? 0) + shard.limit),
    null,
  )
  const breakers = shards.flatMap((shard) => shard.breakers)
  const held = heldBack(shards)
  return (
    <section
      aria-label="Load of the loop"
      className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-line-1 bg-surface-1 px-3 py-1 text-sm"
    >
      <span className="tabular">
        <strong className="font-semibold">{running}</strong> <span className="text-fg-2">under way</span>
      </span>
      <span className={queued > 0 ? 'tabular text-state-waiting' : 'tabular'}>
        <strong className="font-semibold">{queued}</strong>{' '}
        <span className={queued > 0 ? '' : 'text-fg-2'}>queued</span>
      </span>
      {limit !== null && (
        <span className="tabular text-xs text-fg-3">room for {limit.toLocaleString('en')}; past it, 429</span>
      )}
      {held.map((action) => (
        <span key={action.action} className="tabular text-xs text-fg-2">
          <code className="font-mono">{action.action}</code>: {action.inFlight} out, {action.waiting} wait
        </span>
      ))}
      {breakers.map((breaker) => (
        <span key={breaker.host} className="flex items-center gap-1 text-xs text-danger">
          <OctagonPause aria-hidden className="size-3.5" />
          {breaker.is === 'open' ? (
            <>
              {breaker.host} is left alone until <Time at={breaker.until} />
            </>
          ) : (
            `one call tries ${breaker.host} again`
          )}
        </span>
      ))}
      <NextSchedule loop={loop} />
      <span className="ml-auto flex items-center gap-2">
        {shards.length > 1 && <ShardList shards={shards} />}
        <ShardsButton loop={loop} />
      </span>
    </section>
  )
}

type Shards = LoopStatus['shards']

/** The actions whose limits make calls wait, over all shards. */
function heldBack(shards: Shards): Shards[number]['actions'] {
  const byAction = new Map<string, Shards[number]['actions'][number]>()
  for (const each of shards.flatMap((shard) => shard.actions)) {
    const known = byAction.get(each.action)
    byAction.set(each.action, {
      action: each.action,
      inFlight: each.inFlight + (known?.inFlight ?? 0),
      waiting: each.waiting + (known?.waiting ?? 0),
    })
  }
  return [...byAction.values()].filter((each) => each.waiting > 0)
}

function ShardList({ shards }: { shards: Shards }) {
  return (
    <Popover
      align="end"
      label="Shards"
      text
      trigger={
        <Button size="sm" variant="ghost" icon={<Layers aria-hidden />}>
          By shard
        </Button>
      }
    >
      <table className="tabular w-full text-left text-xs">
        <thead className="text-fg-3">
          <tr>
            <th scope="col" className="font-medium">
              Shard
            </th>
            <th scope="col" className="text-right font-medium">
              Under way
            </th>
            <th scope="col" className="text-right font-medium">
              Queued
            </th>
          </tr>
        </thead>
        <tbody>
          {shards.map((shard) => (
            <tr key={shard.shard} className="border-t border-line-1">
              <td className="py-1">{shard.shard}</td>
              <td className="text-right">{shard.running}</td>
              <td className="text-right">{shard.queued}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Popover>
  )
}
