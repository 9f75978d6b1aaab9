import type { EventOf } from '../../../shared/engine/event.ts'
import { JsonView } from '../../ui/JsonView.tsx'
import { DeviationTable } from './DeviationTable.tsx'
import { readEvidence } from './readEvidence.ts'
import { VoteTable } from './VoteTable.tsx'

/** What a check saw: as a table where there is something to compare, and always as it stands in the log. */
export function CheckEvidence({ check }: { check: EventOf<'check.completed'>['data'] }) {
  const { deviations, votes, missing } = readEvidence(check.evidence)
  return (
    <div className="flex flex-col gap-1">
      {deviations.length > 0 && <DeviationTable rows={deviations} of={check.check} />}
      {votes.length > 0 && <VoteTable rows={votes} of={check.check} />}
      {missing.length > 0 && (
        <p className="text-xs text-fg-2">
          Missing:{' '}
          {missing.map((pointer) => (
            <code key={pointer} className="mr-1 rounded-sm bg-surface-2 px-1 font-mono">
              {pointer}
            </code>
          ))}
        </p>
      )}
      <JsonView value={check.evidence} label={`Evidence of ${check.check}`} root="evidence" />
    </div>
  )
}
