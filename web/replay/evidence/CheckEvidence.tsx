import type { EventOf } from '../../../shared/engine/event.ts'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { JsonView } from '../../ui/JsonView.tsx'
import { DeviationTable } from './DeviationTable.tsx'
import { DriftFigures } from './DriftFigures.tsx'
import { readEvidence } from './readEvidence.ts'
import { VoteTable } from './VoteTable.tsx'

/** What a check saw: as a table where there is something to compare, with the whole behind it. */
export function CheckEvidence({ check }: { check: EventOf<'check.completed'>['data'] }) {
  const { deviations, votes, missing, drift } = readEvidence(check.evidence)
  const isShown = [deviations, votes, missing, drift].some((part) => part.length > 0)
  const whole = <JsonView value={check.evidence} label={`Evidence of ${check.check}`} root="evidence" />
  return (
    <div className="flex flex-col gap-1">
      {deviations.length > 0 && <DeviationTable rows={deviations} of={check.check} />}
      {votes.length > 0 && <VoteTable rows={votes} of={check.check} />}
      {drift.length > 0 && <DriftFigures fields={drift} />}
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
      {isShown ? <Disclosure summary="As it stands in the log">{whole}</Disclosure> : whole}
    </div>
  )
}
