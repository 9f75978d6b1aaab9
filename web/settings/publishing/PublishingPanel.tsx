import type { ChangeControl } from '../../../shared/api/changeControl.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { ControlForm } from './ControlForm.tsx'

/** Which changes of what runs ask for a second person. */
export function PublishingPanel() {
  const { data, error, refetch } = useApi('getChangeControl', {})
  const may = useCan('administer')
  return (
    <>
      <SectionIntro title="Publishing">
        A change of what runs can wait until a second person has looked at it and approved it: somebody who
        may approve, and never who proposed it.
      </SectionIntro>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-40 rounded-md" />}
      {data &&
        (may ? <ControlForm key={JSON.stringify(data)} control={data} /> : <ReadOnly control={data} />)}
    </>
  )
}

function ReadOnly({ control }: { control: ChangeControl }) {
  return (
    <ul className="flex flex-col gap-1 text-sm">
      <li>{words('Every loop', control)}</li>
      {control.loops.map((each) => (
        <li key={each.loop}>{words(each.loop, each)}</li>
      ))}
      <li>A proposal expires after {control.expiresAfterHours} hours.</li>
    </ul>
  )
}

function words(what: string, { publish, rollout }: { publish: boolean; rollout: boolean }): string {
  const asked = [...(publish ? ['new versions'] : []), ...(rollout ? ['rollouts'] : [])]
  return `${what}: ${asked.length === 0 ? 'nobody else is asked' : `a second person approves ${asked.join(' and ')}`}.`
}
