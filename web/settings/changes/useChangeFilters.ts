import { useSearchParams } from 'react-router'
import { ChangeKind, type ChangeQuery } from '../../../shared/api/changes.ts'

/** What the list is narrowed to. It stands in the address, so that it can be linked to. */
export type ChangeFilters = Pick<ChangeQuery, 'kind' | 'by' | 'subject' | 'text' | 'since' | 'until'>

const dayMs = 86_400_000

export function useChangeFilters() {
  const [search, setSearch] = useSearchParams()
  const since = dayOf(search.get('since'))
  const until = dayOf(search.get('until'))
  const kind = ChangeKind.safeParse(search.get('kind'))
  const filters: ChangeFilters = {
    ...(kind.success ? { kind: kind.data } : {}),
    ...textOf('by', search.get('by')),
    ...textOf('subject', search.get('subject')),
    ...textOf('text', search.get('text')),
    ...(since === null ? {} : { since }),
    // The day that is named is in.
    ...(until === null ? {} : { until: until + dayMs }),
  }
  const set = (name: keyof ChangeFilters, value: string | null) =>
    setSearch(
      (current) => {
        const next = new URLSearchParams(current)
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  const clear = () => setSearch({}, { replace: true })
  const days = { since: search.get('since') ?? '', until: search.get('until') ?? '' }
  return { filters, days, set, clear, isNarrowed: Object.keys(filters).length > 0 }
}

const textOf = (name: 'by' | 'subject' | 'text', value: string | null) =>
  value === null || value === '' ? {} : { [name]: value }

/** Midnight, here, of a day as a date field writes it. */
function dayOf(text: string | null): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? Date.parse(`${text}T00:00`) : Number.NaN
  return Number.isNaN(at) ? null : at
}
