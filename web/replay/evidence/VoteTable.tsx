import type { Vote } from './readEvidence.ts'

const cell = 'py-0.5 pr-3 align-top'

/** Every answer of a checker that was asked several times. */
export function VoteTable({ rows, of }: { rows: readonly Vote[]; of: string }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-xs" aria-label={`Answers to ${of}`}>
        <thead className="text-left text-fg-3">
          <tr>
            <th className={cell}>Answer</th>
            <th className={cell}>Says</th>
            <th className={cell}>In words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.vote} className="border-t border-line-1">
              <td className={`${cell} tabular`}>{row.vote}</td>
              <td className={row.result === 'pass' ? `${cell} text-success` : `${cell} text-danger`}>
                {row.result}
              </td>
              <td className={cell}>{row.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
