import type { KpiHealth, KpiHealthState } from '../../shared/api/kpis.ts'
import { Badge } from '../ui/Badge.tsx'
import { healthLooks } from './kpiWords.ts'

export function HealthBadge({ state }: { state: KpiHealthState }) {
  const { word, tone, icon: Icon } = healthLooks[state]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {word}
    </Badge>
  )
}

type HealthReasonsProps = {
  health: KpiHealth
  /** So many are shown; how many there are besides is said. */
  most?: number
}

/** Why, in words, worst first. */
export function HealthReasons({ health: { reasons }, most = reasons.length }: HealthReasonsProps) {
  if (reasons.length === 0) return null
  return (
    <ul className="flex min-w-0 flex-col gap-0.5 text-sm text-fg-2">
      {reasons.slice(0, most).map(({ code, message }) => (
        <li key={code} className="break-words">
          {message}
        </li>
      ))}
      {reasons.length > most && <li className="text-xs text-fg-3">and {reasons.length - most} more</li>}
    </ul>
  )
}
