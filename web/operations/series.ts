import type { KpiStep } from '../../shared/api/kpis.ts'
import { formatCost, formatDuration } from '../ui/formatTime.ts'
import type { ChartUnit } from './chartScale.ts'
import { none, number, percent } from './kpiWords.ts'

/** One thing over time. It is told apart by its colour, and by its dashes or its place besides. */
export type Series = {
  name: string
  /** Text colour: what is drawn takes it. */
  colour: string
  /** Of a line: lengths of dashes and gaps; solid when left out. */
  dashes?: string
  values: readonly (number | null)[]
}

/** What charts share: the steps that their columns are. */
export type Columns = { times: readonly number[]; step: KpiStep }

export function valueWords(value: number | null, unit: ChartUnit): string {
  if (value === null) return none
  switch (unit) {
    case 'count':
      return number(value)
    case 'ms':
      return formatDuration(value)
    case 'share':
      return percent(value)
    case 'usd':
      return formatCost(value)
  }
}
