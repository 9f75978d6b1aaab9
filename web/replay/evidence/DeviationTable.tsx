import type { Deviation } from './readEvidence.ts'

const cell = 'py-0.5 pr-3 align-top'

/** Where what came is not what was expected, and by how much. */
export function DeviationTable({ rows, of }: { rows: readonly Deviation[]; of: string }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-xs" aria-label={`Deviations of ${of}`}>
        <thead className="text-left text-fg-3">
          <tr>
            <th className={cell}>Place</th>
            <th className={cell}>Expected</th>
            <th className={cell}>Came</th>
            <th className={cell}>Off by</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.pointer} className="border-t border-line-1">
              <td className={cell}>
                <code className="font-mono">{row.pointer || '(the value)'}</code>
              </td>
              <td className={`${cell} tabular font-mono`}>{JSON.stringify(row.expected)}</td>
              <td className={`${cell} tabular font-mono text-danger`}>{JSON.stringify(row.actual)}</td>
              <td className={`${cell} tabular`}>{offBy(row)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function offBy({ difference, allowed }: Deviation): string {
  if (difference === null || difference === undefined) return 'not equal'
  const words = `${difference > 0 ? '+' : ''}${short(difference)}`
  return allowed === undefined ? words : `${words} (allowed ${short(allowed)})`
}

const short = (number: number) => number.toLocaleString('en', { maximumFractionDigits: 4 })
