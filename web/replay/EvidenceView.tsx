import { Check, CircleDashed, CircleHelp, type LucideIcon, X } from 'lucide-react'
import type { EventOf } from '../../shared/engine/event.ts'
import { cx } from '../ui/cx.ts'
import { JsonView } from '../ui/JsonView.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
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
  return (
    <li className="border-b border-line-1 px-3 py-2">
      <p className="flex items-center gap-2 text-sm">
        <Icon aria-hidden className={cx('size-3.5', classes)} />
        <code className="font-mono text-xs font-medium">{check.check}</code>
        <span className={cx('text-xs', classes)}>{label}</span>
        <span className="tabular ml-auto text-xs text-fg-3">
          weight {check.weight} · on failure {check.consequence}
        </span>
      </p>
      {check.message !== '' && <p className="text-xs text-fg-2">{check.message}</p>}
      <JsonView value={check.evidence} label={`Evidence of ${check.check}`} root="evidence" />
    </li>
  )
}
