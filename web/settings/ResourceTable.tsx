import type { ReactNode } from 'react'
import { cx } from '../ui/cx.ts'
import { Skeleton } from '../ui/Skeleton.tsx'

export type Column<T> = {
  key: string
  label: string
  hidden?: boolean
  className?: string
  cell: (row: T) => ReactNode
}

type ResourceTableProps<T> = {
  caption: string
  rows: readonly T[] | undefined
  columns: readonly Column<T>[]
  keyOf: (row: T) => string
  empty: ReactNode
}

/** A plain table of the workspace's things; placeholders stand in until they are read. */
export function ResourceTable<T>({ caption, rows, columns, keyOf, empty }: ResourceTableProps<T>) {
  if (rows?.length === 0) return <div className="rounded-md border border-line-1 bg-surface-1">{empty}</div>
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead className="border-b border-line-1 bg-surface-2">
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cx('px-3 py-1.5 text-left text-xs font-medium text-fg-3', column.className)}
              >
                <span className={column.hidden ? 'sr-only' : ''}>{column.label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={keyOf(row)} className="border-t border-line-1 first:border-t-0">
              {columns.map((column) => (
                <td key={column.key} className={cx('px-3 py-1.5 align-middle', column.className)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          )) ??
            Array.from({ length: 3 }, (_, index) => (
              <tr key={index} className="border-t border-line-1 first:border-t-0">
                {columns.map((column) => (
                  <td key={column.key} className="px-3 py-1.5">
                    <Skeleton className="h-5" />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
