import { useState } from 'react'
import type { BaselineSummary } from '../../shared/api/baselines.ts'
import { compareBaselines, type FieldDifference } from '../../shared/verify/drift/compareBaselines.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan, useSession } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/cx.ts'
import { Field } from '../ui/Field.tsx'
import { Id } from '../ui/Id.tsx'
import { Input } from '../ui/Input.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { figure, partTitle, typeWord } from './driftWords.ts'
import { ShareChart } from './ShareChart.tsx'

type ProposalReviewProps = { loop: string; proposed: BaselineSummary; held: BaselineSummary | undefined }

/** A proposal that waits for a decision: what it would change, and the decision for who may take it. */
export function ProposalReview({ loop, proposed, held }: ProposalReviewProps) {
  const { name, version } = proposed
  return (
    <section
      aria-label={`Proposed version ${version} of ${name}`}
      className="flex flex-col gap-3 rounded-md border border-accent bg-accent-soft p-3"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone="accent">Proposed</Badge>
        <span className="font-medium">Version {version} waits for a decision</span>
        <span className="text-fg-2">
          by {proposed.createdBy}, <Time at={proposed.createdAt} />
        </span>
        <Id id={proposed.digest} label="digest" />
      </header>
      {proposed.note !== '' && <p className="text-sm">“{proposed.note}”</p>}
      <Differences loop={loop} proposed={proposed} held={held} />
      <Decision loop={loop} proposed={proposed} />
    </section>
  )
}

function Differences({ loop, proposed, held }: ProposalReviewProps) {
  const { name } = proposed
  const after = useApi('getBaseline', { params: { loop, name, version: String(proposed.version) } })
  const before = useApi(
    'getBaseline',
    { params: { loop, name, version: String(held?.version ?? 0) } },
    { enabled: held !== undefined },
  )
  const error = after.error ?? before.error
  if (error) return <ProblemNotice error={error} />
  if (!after.data || (held && !before.data)) return <Skeleton className="h-24" />
  const differences = compareBaselines(before.data?.fields ?? {}, after.data.fields)
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      {differences.map((difference) => (
        <Difference key={difference.field} difference={difference} hasHeld={held !== undefined} />
      ))}
    </div>
  )
}

function Difference({ difference, hasHeld }: { difference: FieldDifference; hasHeld: boolean }) {
  const { field } = difference
  return (
    <div
      className={cx(
        'flex flex-col gap-2 rounded-md border border-line-1 bg-surface-1 p-3',
        difference.as === 'text' && 'lg:col-span-2',
      )}
    >
      <p className="text-sm">
        <code className="font-mono text-xs font-semibold">{field}</code> {wordsFor(difference, hasHeld)}
      </p>
      {difference.change === 'moved' && (
        <div className={cx('grid gap-4', difference.parts.length > 1 && 'lg:grid-cols-2')}>
          {difference.parts.map((part) => (
            <div key={part.of} className="flex min-w-0 flex-col gap-1">
              <p className="tabular text-xs text-fg-2">
                {partTitle[part.of]}: index {figure(part.statistic)} against the version that holds
              </p>
              <ShareChart title={`${partTitle[part.of]} of ${field}`} bins={part.bins} against="Proposed" />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

function wordsFor(difference: FieldDifference, hasHeld: boolean): string {
  switch (difference.change) {
    case 'added':
      return hasHeld ? `is new (${typeWord[difference.as]})` : `holds ${typeWord[difference.as]}`
    case 'removed':
      return 'is left out: checks that compare it could not be made any more'
    case 'retyped':
      return `held ${typeWord[difference.was]} and would hold ${typeWord[difference.as]}`
    case 'same':
      return 'stays as it is'
    case 'moved':
      return difference.parts.some(({ drifted }) => drifted) ? 'differs much' : 'differs a little'
  }
}

function Decision({ loop, proposed }: { loop: string; proposed: BaselineSummary }) {
  const session = useSession()
  const may = useCan('approve')
  const [note, setNote] = useState('')
  const decide = useChange('decideBaseline', {
    drops: ['listBaselines', 'getBaselineWindow', 'listChanges'],
    toastErrors: false,
  })
  if (!may) return <p className="text-sm text-fg-2">Somebody who may approve decides on it.</p>
  if (proposed.createdBy === session.name)
    return <p className="text-sm text-fg-2">You proposed it, so somebody else has to decide on it.</p>
  const { name, version, digest } = proposed
  const send = (decision: 'approve' | 'deny') =>
    decide.mutate({ params: { loop, name, version: String(version) }, body: { decision, digest, note } })
  return (
    <div className="flex flex-col gap-2">
      {decide.error && <ProblemNotice error={decide.error} />}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Note" className="min-w-64 flex-1">
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
        <Button variant="danger" disabled={decide.isPending} onClick={() => send('deny')}>
          Deny
        </Button>
        <Button variant="primary" busy={decide.isPending} onClick={() => send('approve')}>
          Approve version {version}
        </Button>
      </div>
    </div>
  )
}
