import { VersionName } from '../../shared/api/runs.ts'
import type { FilterChanges, Last, RunFilters } from './runFilters.ts'

export const durationUnits = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const
export type DurationUnit = keyof typeof durationUnits

/** What stands in the fields of “More filters”. Times are local, as a date field writes them. */
export type FilterForm = {
  version: string
  when: 'any' | Last | 'between'
  since: string
  until: string
  took: string
  unit: DurationUnit
  cost: string
  reviewed: 'any' | 'true' | 'false'
}

export function formOf({
  version,
  last,
  since,
  until,
  minDurationMs,
  minCostUsd,
  reviewed,
}: RunFilters): FilterForm {
  const isBetween = since !== undefined || until !== undefined
  const unit = unitOf(minDurationMs)
  return {
    version: version ?? '',
    when: last ?? (isBetween ? 'between' : 'any'),
    since: localTime(since),
    until: localTime(until),
    took: minDurationMs === undefined ? '' : String(minDurationMs / durationUnits[unit]),
    unit,
    cost: minCostUsd === undefined ? '' : String(minCostUsd),
    reviewed: reviewed ?? 'any',
  }
}

/** What is wrong with fields, by their names. */
export type FormFaults = { [K in keyof FilterForm]?: string }

/** The filters that the fields say, or what is wrong with them. */
export function readForm(form: FilterForm): { changes: FilterChanges } | { faults: FormFaults } {
  const { when } = form
  const version = form.version.trim().replace(/^v(?=\d)/i, '')
  const [since, until] =
    when === 'between' ? [timeOf(form.since), timeOf(form.until)] : [undefined, undefined]
  const [took, cost] = [amountOf(form.took), amountOf(form.cost)]
  const faults: FormFaults = {
    ...(version !== '' && !VersionName.safeParse(version).success
      ? { version: 'Give a version’s number, or its whole digest.' }
      : {}),
    ...(since !== undefined && until !== undefined && since >= until
      ? { until: 'It has to be after the beginning.' }
      : {}),
    ...(Number.isNaN(took) ? { took: 'Give a number.' } : {}),
    ...(Number.isNaN(cost) ? { cost: 'Give an amount, as 0.50.' } : {}),
  }
  if (Object.keys(faults).length > 0) return { faults }
  return {
    changes: {
      version,
      last: when === 'any' || when === 'between' ? undefined : when,
      since,
      until,
      minDurationMs: took === undefined ? undefined : Math.round(took * durationUnits[form.unit]),
      minCostUsd: cost,
      reviewed: form.reviewed === 'any' ? undefined : form.reviewed,
    },
  }
}

/** The largest unit in which the duration is a whole number. */
function unitOf(ms: number | undefined): DurationUnit {
  const units = Object.keys(durationUnits) as DurationUnit[]
  return (ms && units.findLast((unit) => ms % durationUnits[unit] === 0)) || 's'
}

/** NaN for what is no amount; undefined for nothing. */
function amountOf(text: string): number | undefined {
  if (text.trim() === '') return undefined
  const amount = Number(text.trim().replace(',', '.'))
  return amount >= 0 && Number.isFinite(amount) ? amount : Number.NaN
}

function timeOf(text: string): number | undefined {
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}

/** A time as a date field takes it; seconds stand there only where there are some. */
function localTime(at: number | undefined): string {
  if (at === undefined) return ''
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString()
  return local.slice(0, at % 60_000 === 0 ? 16 : 19)
}
