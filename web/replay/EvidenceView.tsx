import { Check, CircleDashed, CircleHelp, type LucideIcon, X } from 'lucide-react'
import type { EventOf } from '../../shared/engine/event.ts'
import { layerWords } from '../editor/model/checkWords.ts'
import { cx } from '../ui/cx.ts'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import { CheckEvidence } from './evidence/CheckEvidence.tsx'
import type { Inspected } from './inspected.ts'

type CheckData = EventOf<'check.completed'>['data']

const resultLooks = {
  pass: { icon: Check, label: 'holds', classes: 'text-success' },
  fail: { icon: X, label: 'fails', classes: 'text-danger' },
  inconclusive: { icon: CircleHelp, label: 'inconclusive', classes: 'text-warning' },
  skipped: { icon: CircleDashed, label: 'left out', classes: 'text-fg-3' },
} as const satisfies Record<CheckData['result'], { icon: LucideIcon; label: string; classes: string }>

/** The checks behind a verdict: what each read, against what, and what its failure means. */
export function EvidenceView({
  checks,
  verdict,
  ownEvidence,
}: Pick<Inspected, 'checks' | 'verdict' | 'ownEvidence'>) {
  if (checks.length === 0 && verdict === null)
    return <p className="p-3 text-sm text-fg-2">No verifier has judged yet.</p>
  return (
    <div>
      {!ownEvidence && (
        <p className="px-3 pt-3 text-xs text-fg-3">
          This event has no evidence of its own; this is the last verifier’s.
        </p>
      )}
      {verdict && (
        <div className="border-b border-line-1 px-3 py-2">
          <p className="flex items-center gap-2">
            <VerdictBadge verdict={verdict.verdict} />
            <span className="tabular text-xs text-fg-2">
              risk {verdict.risk.toFixed(2)} · {verdict.verifier} · iteration {verdict.iteration}
            </span>
          </p>
          {verdict.reasons.length > 0 && (
            <ul className="mt-1 list-disc pl-4 text-xs text-fg-2">
              {verdict.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      <ul>
        {checks.map((check) => (
          <CheckEntry key={check.check} check={check} />
        ))}
      </ul>
    </div>
  )
}

function CheckEntry({ check }: { check: CheckData }) {
  const { icon: Icon, label, classes } = resultLooks[check.result]
  const layer = check.layer && layerWords[check.layer]
  return (
    <li className="border-b border-line-1 px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <Icon aria-hidden className={cx('size-3.5', classes)} />
        <code className="font-mono text-xs font-medium">{check.check}</code>
        {layer && (
          <span className="flex items-center gap-1 text-xs text-fg-3" title={layer.hint}>
            <layer.icon aria-hidden className="size-3" />
            {layer.label}
          </span>
        )}
        <span className={cx('text-xs', classes)}>{label}</span>
        <span className="tabular ml-auto text-xs text-fg-3">{countsAs(check)}</span>
      </p>
      {check.message !== '' && <p className="text-xs text-fg-2">{check.message}</p>}
      <CheckEvidence check={check} />
      {check.by !== undefined && (
        <p className="truncate text-xs text-fg-3" title={check.by}>
          judged by <code className="font-mono">{shortVersion(check.by)}</code>
        </p>
      )}
    </li>
  )
}

/** How much it counts, how bad it is, and what follows from it. */
function countsAs({ result, weight, severity, consequence }: CheckData): string {
  switch (result) {
    case 'skipped':
      return 'does not count'
    case 'pass':
      return `weight ${weight} · on failure ${consequence}`
    case 'fail':
      return `weight ${weight} · severity ${(severity ?? 1).toFixed(2)} · leads to ${consequence}`
    case 'inconclusive':
      return `weight ${weight} · counts half · leads to ${consequence}`
  }
}

/** A digest is known by its beginning; a name that a checker gives itself is shown whole. */
function shortVersion(by: string): string {
  return by.replace(/sha256:([0-9a-f]{8})[0-9a-f]{56}/, 'sha256:$1…')
}
