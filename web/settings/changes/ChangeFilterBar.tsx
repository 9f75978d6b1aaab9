import { ChangeKind } from '../../../shared/api/changes.ts'
import { Button } from '../../ui/Button.tsx'
import { FilterChip } from '../../ui/FilterChip.tsx'
import { Input } from '../../ui/Input.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { Select } from '../../ui/Select.tsx'
import { useTypedText } from '../../ui/useTypedText.ts'
import { kindWords } from './changeWords.ts'
import type { useChangeFilters } from './useChangeFilters.ts'

const anyKind = 'any'

/** Narrows the list: by words, by kind, by days, and by who or what was pressed in it. */
export function ChangeFilterBar({
  filters,
  days,
  set,
  clear,
  isNarrowed,
}: ReturnType<typeof useChangeFilters>) {
  const [typed, type] = useTypedText(filters.text ?? '', (text) => set('text', text))
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search the changes"
        placeholder="Search: a name, a reason, a version…"
        className="min-w-56 flex-1"
        value={typed}
        onChange={type}
      />
      <Select
        aria-label="Kind"
        className="w-44"
        value={filters.kind ?? anyKind}
        onValueChange={(value) => set('kind', value === anyKind ? null : value)}
        options={[
          { value: anyKind, label: 'Everything' },
          ...ChangeKind.options.map((kind) => ({ value: kind, label: kindWords[kind] })),
        ]}
      />
      <Input
        type="date"
        aria-label="From day"
        className="w-36"
        value={days.since}
        onChange={(event) => set('since', event.target.value)}
      />
      <Input
        type="date"
        aria-label="To day"
        className="w-36"
        value={days.until}
        onChange={(event) => set('until', event.target.value)}
      />
      {filters.by && <FilterChip label={`By ${filters.by}`} onClear={() => set('by', null)} />}
      {filters.subject && <FilterChip label={`Of ${filters.subject}`} onClear={() => set('subject', null)} />}
      {isNarrowed && (
        <Button size="sm" variant="ghost" onClick={clear}>
          Show everything
        </Button>
      )}
    </search>
  )
}
