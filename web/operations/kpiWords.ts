import { Check, CircleDashed, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import type { KpiHealthState, KpiStep } from '../../shared/api/kpis.ts'
import type { BadgeTone } from '../ui/Badge.tsx'

export const healthLooks = {
  failing: { word: 'Failing', tone: 'danger', icon: OctagonX },
  degraded: { word: 'Degraded', tone: 'warning', icon: TriangleAlert },
  ok: { word: 'OK', tone: 'success', icon: Check },
  idle: { word: 'Idle', tone: 'neutral', icon: CircleDashed },
} as const satisfies Record<KpiHealthState, { word: string; tone: BadgeTone; icon: LucideIcon }>

/** The worst first. */
export const healthStates = ['failing', 'degraded', 'ok', 'idle'] as const satisfies KpiHealthState[]

/** What stands where there is nothing to say. */
export const none = '–'

/** A share of 1 as people read it: whole per cents, and a digit more near the ends. */
export function percent(share: number | null): string {
  if (share === null) return none
  const points = share * 100
  const digits = (points > 0 && points < 10) || (points > 90 && points < 100) ? 1 : 0
  return `${Number(points.toFixed(digits))} %`
}

export const number = (count: number) => Math.round(count).toLocaleString('en')

const inHours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const inDays = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
// Its days are those of UTC: in another zone the name of the day would be wrong for most of it.
const ofDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const whole = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** When a step began, whole. */
export const stepWords = (at: number, step: KpiStep) => (step === 'day' ? ofDay.format(at) : whole.format(at))

/** When a step began, as short as it can be under an axis. */
export function tickWords(at: number, step: KpiStep, isLong: boolean): string {
  if (step === 'day') return ofDay.format(at)
  return isLong ? inDays.format(at) : inHours.format(at)
}
