import { SlidersHorizontal } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Select } from '../ui/Select.tsx'
import { type DurationUnit, type FilterForm, type FormFaults, formOf, readForm } from './filterForm.ts'
import { lastWords } from './filterWords.ts'
import type { FilterChanges, RunFilters } from './runFilters.ts'

const whens: { value: FilterForm['when']; label: string }[] = [
  { value: 'any', label: 'Any time' },
  { value: '1h', label: lastWords['1h'] },
  { value: '24h', label: lastWords['24h'] },
  { value: '7d', label: lastWords['7d'] },
  { value: 'between', label: 'Between two times' },
]
const reviews: { value: FilterForm['reviewed']; label: string }[] = [
  { value: 'any', label: 'Any' },
  { value: 'false', label: 'Not reviewed yet' },
  { value: 'true', label: 'Reviewed' },
]
const units: { value: DurationUnit; label: string }[] = [
  { value: 's', label: 'seconds' },
  { value: 'min', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
]

type MoreFiltersProps = { filters: RunFilters; onChange: (changes: FilterChanges) => void }

/** Narrows the list by what has to be written: version, time, duration and cost. */
export function MoreFilters({ filters, onChange }: MoreFiltersProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label="More filters"
      trigger={<Button icon={<SlidersHorizontal aria-hidden />}>More filters</Button>}
    >
      <FilterFields
        filters={filters}
        onApply={(changes) => {
          onChange(changes)
          setOpen(false)
        }}
      />
    </Popover>
  )
}

type FilterFieldsProps = { filters: RunFilters; onApply: (changes: FilterChanges) => void }

function FilterFields({ filters, onApply }: FilterFieldsProps) {
  const [form, setForm] = useState(() => formOf(filters))
  const [faults, setFaults] = useState<FormFaults>({})
  const set = <K extends keyof FilterForm>(key: K, value: FilterForm[K]) => setForm({ ...form, [key]: value })
  const apply = (event: FormEvent) => {
    event.preventDefault()
    const read = readForm(form)
    if ('faults' in read) setFaults(read.faults)
    else onApply(read.changes)
  }
  return (
    <form noValidate onSubmit={apply} className="flex flex-col gap-3">
      <Field label="Started">
        <Select
          value={form.when}
          onValueChange={(value) => set('when', whens.find((each) => each.value === value)?.value ?? 'any')}
          options={whens}
        />
      </Field>
      {form.when === 'between' && (
        <>
          <Field label="From">
            <Input
              type="datetime-local"
              value={form.since}
              onChange={(event) => set('since', event.target.value)}
            />
          </Field>
          <Field label="Before" error={faults.until}>
            <Input
              type="datetime-local"
              value={form.until}
              onChange={(event) => set('until', event.target.value)}
            />
          </Field>
        </>
      )}
      <Field label="Version" error={faults.version}>
        <Input
          placeholder="A number, or a digest"
          value={form.version}
          onChange={(event) => set('version', event.target.value)}
        />
      </Field>
      <div className="flex items-start gap-2">
        <Field label="Took at least" error={faults.took} className="flex-1">
          <Input
            inputMode="decimal"
            value={form.took}
            onChange={(event) => set('took', event.target.value)}
          />
        </Field>
        <Field label="Unit" className="w-28">
          <Select
            value={form.unit}
            onValueChange={(value) => set('unit', units.find((each) => each.value === value)?.value ?? 's')}
            options={units}
          />
        </Field>
      </div>
      <Field label="Cost at least, in US dollars" error={faults.cost}>
        <Input inputMode="decimal" value={form.cost} onChange={(event) => set('cost', event.target.value)} />
      </Field>
      <Field label="Review" help="Of those that have ended.">
        <Select
          value={form.reviewed}
          onValueChange={(value) =>
            set('reviewed', reviews.find((each) => each.value === value)?.value ?? 'any')
          }
          options={reviews}
        />
      </Field>
      <Button type="submit" variant="primary">
        Show these runs
      </Button>
    </form>
  )
}
