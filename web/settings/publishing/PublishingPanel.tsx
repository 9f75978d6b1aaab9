import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { ControlForm } from './ControlForm.tsx'
import { controlWords } from './controlWords.ts'
import { WaitingControl } from './WaitingControl.tsx'
import { WaitingGuarded } from './WaitingGuarded.tsx'

/** Which changes of what runs ask for a second person. */
export function PublishingPanel() {
  const { data, error, refetch } = useApi('getChangeControl', {})
  const may = useCan('administer')
  return (
    <>
      <SectionIntro title="Publishing">
        A change of what runs can wait until a second person has looked at it and approved it: somebody who
        may approve, and never who proposed it. Asking for one less waits for a second person, too, and where
        versions do, so does what makes policies weaker and what moves or adds a host.
      </SectionIntro>
      <WaitingControl />
      <WaitingGuarded />
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-40 rounded-md" />}
      {data &&
        (may ? (
          <ControlForm key={JSON.stringify(data)} control={data} />
        ) : (
          <ul className="flex flex-col gap-1 text-sm">
            {controlWords(data).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ))}
    </>
  )
}
