import type { DriftBin } from '../../shared/verify/drift/outcome.ts'
import { Disclosure } from '../ui/Disclosure.tsx'
import { percent } from './driftWords.ts'

type ShareChartProps = {
  /** What is shown, for who can’t see it. */
  title: string
  bins: readonly DriftBin[]
  /** What the second histogram is of. */
  against?: string
}

/** Two histograms over the same bins, side by side: the baseline outlined, the other filled; the figures behind it. */
export function ShareChart({ title, bins, against = 'Window' }: ShareChartProps) {
  const shown = bins.filter(({ baseline, window }) => baseline + window > 0)
  const most = Math.max(0.0001, ...shown.flatMap(({ baseline, window }) => [baseline, window]))
  const height = (share: number) => `${(share / most) * 100}%`
  return (
    <figure className="flex flex-col gap-1">
      <div
        role="img"
        aria-label={`${title}: baseline and ${against.toLowerCase()}, in ${shown.length} bins`}
        className="grid auto-cols-[minmax(0,6rem)] grid-flow-col gap-1.5"
      >
        {shown.map(({ label, baseline, window }) => (
          <div key={label} title={`${label}: ${percent(baseline)}, ${percent(window)}`} className="min-w-0">
            <div className="flex h-24 items-end gap-px border-b border-line-2">
              <span
                className="flex-1 rounded-t-sm border border-b-0 border-line-2 bg-surface-2"
                style={{ height: height(baseline) }}
              />
              <span className="flex-1 rounded-t-sm bg-accent" style={{ height: height(window) }} />
            </div>
            <div className="tabular truncate pt-0.5 text-center text-xs text-fg-3">
              {shortLabel(label, shown.length)}
            </div>
          </div>
        ))}
      </div>
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-fg-2">
        <Key className="border border-line-2 bg-surface-2">Baseline</Key>
        <Key className="bg-accent">{against}</Key>
        <Disclosure summary="Figures">
          <ShareTable title={title} bins={bins} against={against} />
        </Disclosure>
      </figcaption>
    </figure>
  )
}

/** Where many bins stand beside each other, a range is told by where it begins: the figures behind the chart have it whole. */
function shortLabel(label: string, bins: number): string {
  const short = label.replace(/^below /, '<').replace(/^above /, '>')
  return short.replace(/^(\S+) to (\S+)$/, bins > 6 ? '$1' : '$1–$2')
}

function Key({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`size-2.5 rounded-sm ${className}`} />
      {children}
    </span>
  )
}

function ShareTable({ title, bins, against }: Required<ShareChartProps>) {
  return (
    <table className="mt-1 border-collapse text-xs">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr className="text-left text-fg-3">
          <th scope="col" className="pr-4 font-medium">
            Bin
          </th>
          <th scope="col" className="pr-4 text-right font-medium">
            Baseline
          </th>
          <th scope="col" className="text-right font-medium">
            {against}
          </th>
        </tr>
      </thead>
      <tbody className="tabular">
        {bins.map(({ label, baseline, window }) => (
          <tr key={label}>
            <th scope="row" className="pr-4 text-left font-normal break-all">
              {label}
            </th>
            <td className="pr-4 text-right">{percent(baseline)}</td>
            <td className="text-right">{percent(window)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
