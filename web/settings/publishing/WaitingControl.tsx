import type { ControlProposal } from '../../../shared/api/changeControl.ts'
import { useChange } from '../../app/useApi.ts'
import { controlWords } from './controlWords.ts'
import { useWaitingControl } from './useWaitingControl.ts'
import { Side, sidesClass, WaitingChange } from './WaitingChange.tsx'

const drops = ['getChangeControl', 'getControlProposal', 'listChanges'] as const

/** The change by which a second person would be asked less, as long as it waits for one. */
export function WaitingControl() {
  const waiting = useWaitingControl()
  return waiting && <Waiting key={waiting.digest} proposal={waiting} />
}

function Waiting({ proposal }: { proposal: ControlProposal }) {
  const decide = useChange('decideControl', { drops, toastErrors: false })
  const [before, after] = [controlWords(proposal.from), controlWords(proposal.to)]
  const none = 'No rule of its own for these loops.'
  return (
    <WaitingChange
      title="Fewer changes would ask for a second person"
      proposal={proposal}
      error={decide.error}
      busy={decide.isPending}
      onDecide={(body) => decide.mutate({ body })}
    >
      <dl className={sidesClass}>
        <Side title="Now" lines={before.filter((line) => !after.includes(line))} none={none} />
        <Side title="Then" lines={after.filter((line) => !before.includes(line))} none={none} />
      </dl>
    </WaitingChange>
  )
}
