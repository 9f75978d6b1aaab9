import { StopReason } from '../../shared/engine/event.ts'
import { Outcome } from '../../shared/graph/nodes/outcome.ts'
import { useApi } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { FilterChip } from '../ui/FilterChip.tsx'
import { SearchInput } from '../ui/SearchInput.tsx'
import { Select } from '../ui/Select.tsx'
import { useTypedText } from '../ui/useTypedText.ts'
import { filterWords } from './filterWords.ts'
import { MoreFilters } from './MoreFilters.tsx'
import { outcomeLooks } from './OutcomeBadge.tsx'
import type { FilterChanges, RunFilters } from './runFilters.ts'
import { SavedViews } from './SavedViews.tsx'
import { stopReasonWords } from './stopReasonWords.ts'

const any = 'any'
const statuses = [
  { value: undefined, label: 'All' },
  { value: 'in-flight', label: 'In flight' },
  { value: 'queued', label: 'Queued' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'ended', label: 'Ended' },
] as const

type RunFilterBarProps = {
  filters: RunFilters
  /** The page is about one loop: no loop is chosen. */
  loopFixed: boolean
  onChange: (changes: FilterChanges) => void
  onClear: () => void
}

/** Narrows the run list; every choice is in the URL. */
export function RunFilterBar({ filters, loopFixed, onChange, onClear }: RunFilterBarProps) {
  const loops = useApi('listLoops', {})
  const narrowed = Object.entries(filters).some(
    ([key, value]) => value !== undefined && !(loopFixed && key === 'loop'),
  )
  const [typed, type] = useTypedText(filters.text ?? '', (text) => onChange({ text }))
  return (
    <search className="flex flex-wrap items-center gap-2">
      <fieldset aria-label="Status" className="flex rounded-md border border-line-2 bg-surface-1 p-px">
        {statuses.map((status) => (
          <button
            key={status.label}
            type="button"
            aria-pressed={filters.status === status.value}
            onClick={() => onChange({ status: status.value })}
            className={cx(
              'h-6 rounded-sm px-2 text-xs font-medium text-fg-2 hover:text-fg-1 aria-pressed:bg-surface-3 aria-pressed:text-fg-1',
            )}
          >
            {status.label}
          </button>
        ))}
      </fieldset>
      {!loopFixed && (
        <Select
          aria-label="Loop"
          className="w-44"
          value={filters.loop ?? any}
          onValueChange={(value) => onChange({ loop: value === any ? undefined : value })}
          options={[
            { value: any, label: 'Any loop' },
            ...(loops.data?.loops ?? []).map((loop) => ({ value: loop.name, label: loop.title })),
          ]}
        />
      )}
      <Select
        aria-label="Outcome"
        className="w-36"
        value={filters.outcome ?? any}
        onValueChange={(value) => onChange({ outcome: Outcome.optional().catch(undefined).parse(value) })}
        options={[
          { value: any, label: 'Any outcome' },
          ...Outcome.options.map((value) => ({ value, label: outcomeLooks[value].label })),
        ]}
      />
      <Select
        aria-label="Stop reason"
        className="w-44"
        value={filters.reason ?? any}
        onValueChange={(value) => onChange({ reason: StopReason.optional().catch(undefined).parse(value) })}
        options={[
          { value: any, label: 'Any reason' },
          ...StopReason.options.map((value) => ({ value, label: stopReasonWords[value] })),
        ]}
      />
      <SearchInput
        label="Search run id and message"
        placeholder="Run id or message"
        className="min-w-40 max-w-72 flex-1"
        value={typed}
        onChange={type}
      />
      <div className="flex gap-2">
        <MoreFilters filters={filters} onChange={onChange} />
        <SavedViews filters={filters} />
      </div>
      {narrowed && (
        <div className="flex flex-wrap items-center gap-2">
          {filterWords(filters).map(({ key, words }) => (
            <FilterChip key={key} label={words} onClear={() => onChange({ [key]: undefined })} />
          ))}
          <Button variant="ghost" onClick={onClear}>
            Clear filters
          </Button>
        </div>
      )}
    </search>
  )
}
