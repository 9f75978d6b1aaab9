import type { GuardedChange, GuardedProposal } from '../../../shared/api/guardedChanges.ts'
import { isOfPack, policiesOfPacks } from '../../../shared/policy/packs/policiesOfPacks.ts'
import { useApi, useChange } from '../../app/useApi.ts'
import { PolicyDiffView } from '../policies/PolicyDiffView.tsx'
import { diffPolicies } from '../policies/policyDiff.ts'
import { useGuarded } from './useGuarded.ts'
import { Side, sidesClass, WaitingChange } from './WaitingChange.tsx'

const drops = ['listGuardedChanges', 'getPolicies', 'listHosts', 'listChanges'] as const

/** Changes of policies and hosts, or of one of them, as long as they wait for a second person. */
export function WaitingGuarded({ of }: { of?: GuardedChange['type'] }) {
  const waiting = useGuarded().filter(({ change }) => of === undefined || change.type === of)
  return waiting.map((proposal) => <Waiting key={proposal.digest} proposal={proposal} />)
}

function Waiting({ proposal }: { proposal: GuardedProposal }) {
  const { change } = proposal
  const decide = useChange('decideGuardedChange', { drops, toastErrors: false })
  return (
    <WaitingChange
      title={change.type === 'host' ? 'Runs would reach another address' : 'Policies would hold runs to less'}
      proposal={proposal}
      error={decide.error}
      busy={decide.isPending}
      onDecide={(body) => decide.mutate({ body })}
    >
      {change.type === 'host' ? <HostSides change={change} /> : <PolicySides change={change} />}
    </WaitingChange>
  )
}

function HostSides({
  change: { host, from, baseUrl },
}: {
  change: Extract<GuardedChange, { type: 'host' }>
}) {
  return (
    <dl className={sidesClass}>
      <Side
        title="Now"
        lines={from === null ? [] : [`${host}: ${from}`]}
        none={`There is no host ${host}.`}
      />
      <Side title="Then" lines={[`${host}: ${baseUrl}`]} none="" />
    </dl>
  )
}

function PolicySides({ change }: { change: Extract<GuardedChange, { type: 'policies' }> }) {
  const { data } = useApi('getPolicies', {})
  if (!data) return null
  const own = change.policies.filter(({ id }) => !isOfPack(id))
  return (
    <PolicyDiffView
      diff={diffPolicies(data.policies, [...own, ...policiesOfPacks(change.packs ?? data.packs)])}
    />
  )
}
