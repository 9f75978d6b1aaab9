import { useState } from 'react'
import type { BaselineList, BaselineWindow } from '../../shared/api/baselines.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { BaselineVersions } from './BaselineVersions.tsx'
import { FieldDrift } from './FieldDrift.tsx'
import { ProposalReview } from './ProposalReview.tsx'
import { ProposeDialog } from './ProposeDialog.tsx'

const refreshMs = 5000

type BaselineSectionProps = { loop: string; name: string; list: BaselineList }

/** One baseline of a loop: whether what comes in is still as in it, a proposal that waits, and its versions. */
export function BaselineSection({ loop, name, list }: BaselineSectionProps) {
  const [proposing, setProposing] = useState(false)
  const may = useCan('build')
  const versions = list.baselines.filter((baseline) => baseline.name === name)
  const checks = list.checks.filter((check) => check.baseline === name)
  const window = useApi('getBaselineWindow', { params: { loop, name } }, { refetchInterval: refreshMs })
  const proposed = versions.find(({ status }) => status === 'proposed')
  const held = versions.find(({ status }) => status === 'approved')
  return (
    <section aria-labelledby={`baseline-${name}`} className="flex flex-col gap-3">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={`baseline-${name}`} className="font-mono text-base font-semibold">
            {name}
          </h2>
          <State window={window.data} isHeld={held !== undefined} />
          <span className="text-sm text-fg-2">
            {checks.length === 0
              ? 'No check of the published version compares with it'
              : `compared by ${checks.map(({ title, verifier }) => `${title} (${verifier})`).join(', ')}`}
          </span>
        </div>
        {may && <Button onClick={() => setProposing(true)}>Propose a version</Button>}
      </header>
      {proposed && <ProposalReview loop={loop} proposed={proposed} held={held} />}
      {window.error && <ProblemNotice error={window.error} onRetry={() => void window.refetch()} />}
      {window.isPending ? <Skeleton className="h-48" /> : window.data && <Window window={window.data} />}
      {versions.length > 0 && <BaselineVersions loop={loop} versions={versions} />}
      {proposing && (
        <ProposeDialog
          loop={loop}
          name={name}
          window={window.data}
          open={proposing}
          onOpenChange={setProposing}
        />
      )}
    </section>
  )
}

function State({ window, isHeld }: { window: BaselineWindow | undefined; isHeld: boolean }) {
  if (!isHeld) return <Badge tone="warning">No version holds</Badge>
  if (!window) return null
  if (window.fields.length === 0) return <Badge>Nothing observed yet</Badge>
  const results = window.fields.map(({ outcome }) => outcome?.result)
  if (results.includes('fail')) return <Badge tone="danger">Drifted</Badge>
  if (results.includes('inconclusive')) return <Badge tone="warning">Can’t be compared</Badge>
  return <Badge tone="success">As in the baseline</Badge>
}

function Window({ window: { observations, since, until, against, fields } }: { window: BaselineWindow }) {
  if (observations === 0 || since === null || until === null)
    return (
      <p className="text-sm text-fg-2">
        No run has observed anything yet. Each run that reaches a drift check adds its values.
      </p>
    )
  return (
    <>
      <p className="text-sm text-fg-2">
        The last {observations.toLocaleString('en')} observations, from <Time at={since} /> to{' '}
        <Time at={until} />
        {against === null ? '. Propose them as the first version.' : `, beside version ${against}:`}
      </p>
      <div className="grid gap-3 lg:grid-cols-2">
        {fields.map((field) => (
          <FieldDrift key={field.name} field={field} />
        ))}
      </div>
    </>
  )
}
