import { Select } from '../ui/Select.tsx'
import { type Period, periods } from './period.ts'

type PeriodSelectProps = { period: Period; onChange: (period: Period) => void }

export function PeriodSelect({ period, onChange }: PeriodSelectProps) {
  return (
    <Select
      aria-label="Time"
      className="w-36"
      value={period}
      onValueChange={(value) => onChange(value as Period)}
      options={Object.entries(periods).map(([value, { label }]) => ({ value, label }))}
    />
  )
}
