import { Link } from 'react-router'
import type { LoopKpis } from '../../shared/api/kpis.ts'
import { HealthBadge, HealthReasons } from './HealthBadge.tsx'
import { number } from './kpiWords.ts'

/** How the loop does, why, and what it has under way now. */
export function HealthPanel({ kpis: { loop, health, now } }: { kpis: LoopKpis }) {
  return (
    <section
      aria-label="Health"
      className="flex flex-wrap items-start gap-x-6 gap-y-2 rounded-md border border-line-1 bg-surface-1 px-3 py-2 text-sm"
    >
      <div className="flex min-w-0 flex-1 basis-80 items-start gap-3">
        <HealthBadge state={health.state} />
        {health.reasons.length > 0 ? (
          <HealthReasons health={health} />
        ) : (
          <p className="text-fg-2">{calmWords[health.state === 'idle' ? 'idle' : 'ok']}</p>
        )}
      </div>
      <p className="tabular flex flex-wrap gap-x-4 text-fg-2">
        <span>
          <strong className="font-semibold text-fg-1">{number(now.running)}</strong> under way
        </span>
        <span>
          <strong className="font-semibold text-fg-1">{number(now.queued)}</strong> queued
        </span>
        {now.limit !== null && (
          <span className="text-xs leading-5 text-fg-3">room for {number(now.limit)}</span>
        )}
        {now.approvals > 0 && (
          <Link to={`/approvals?loop=${loop}`} className="text-accent underline underline-offset-2">
            {number(now.approvals)} to approve
          </Link>
        )}
        {now.deadCallbacks > 0 && (
          <Link to="/settings/callbacks" className="text-accent underline underline-offset-2">
            {number(now.deadCallbacks)} callbacks given up
          </Link>
        )}
      </p>
    </section>
  )
}

const calmWords = {
  ok: 'Nothing stands out.',
  idle: 'Nothing ended in this time, and nothing is under way.',
} as const
