import { useState } from 'react'
import { cx } from '../../../ui/cx.ts'
import { Input } from '../../../ui/Input.tsx'
import type { ApiOperation } from '../../model/importHttp/readOpenApi.ts'

type OperationListProps = {
  title: string
  operations: readonly ApiOperation[]
  picked: ApiOperation | null
  pick: (operation: ApiOperation) => void
}

/** More are not shown at once: the search finds the others. */
const mostShown = 100

/** The operations of an API, to search and to pick one from. */
export function OperationList({ title, operations, picked, pick }: OperationListProps) {
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/)
  const found = operations.filter(({ method, path, summary }) => {
    const text = `${method} ${path} ${summary}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <div className="flex flex-col gap-1">
      <Input
        type="search"
        aria-label="Search operations"
        placeholder={`Search ${operations.length} operations of ${title || 'the API'}`}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul aria-label="Operations" className="max-h-40 overflow-auto rounded-md border border-line-1">
        {found.slice(0, mostShown).map((operation) => (
          <li key={`${operation.method} ${operation.path}`}>
            <button
              type="button"
              aria-pressed={operation === picked}
              onClick={() => pick(operation)}
              className={cx(
                'flex w-full items-baseline gap-2 px-2 py-1 text-left text-xs hover:bg-surface-2 focus-visible:-outline-offset-2',
                operation === picked && 'bg-accent-soft',
              )}
            >
              <span className="w-12 shrink-0 font-mono text-fg-2">{operation.method}</span>
              <span className="min-w-0">
                <span className="block break-all font-mono">{operation.path}</span>
                <span className="block truncate text-fg-2">{operation.summary}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="text-xs text-fg-3">
        {found.length > mostShown
          ? `${found.length} found; the first ${mostShown} are shown`
          : `${found.length} found`}
      </p>
    </div>
  )
}
