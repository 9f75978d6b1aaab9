import { useState } from 'react'
import type { Proposal } from '../../../shared/api/proposals.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan, useSession } from '../../app/session.ts'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'

const drops = [
  'listProposals',
  'getProposal',
  'listChanges',
  'listVersions',
  'getRollout',
  'getLoop',
  'listLoops',
] as const

/** Approves or denies what somebody else proposed; one’s own can be taken back. */
export function ProposalDecision({ proposal }: { proposal: Proposal }) {
  const { name } = useSession()
  const mayApprove = useCan('approve')
  const mayBuild = useCan('build')
  const [note, setNote] = useState('')
  const decide = useChange('decideProposal', { drops, toastErrors: false })
  const withdraw = useChange('withdrawProposal', { drops, toastErrors: false })
  const { loop, digest, change } = proposal
  const params = { loop, proposal: String(proposal.proposal) }
  const isOwn = proposal.by === name
  const send = (decision: 'approve' | 'deny') => decide.mutate({ params, body: { decision, digest, note } })
  const takeBack = () =>
    change.type === 'version' && mayBuild
      ? withdraw.mutate({ params, query: note.trim() === '' ? {} : { reason: note } })
      : send('deny')
  const busy = decide.isPending || withdraw.isPending
  const error = decide.error ?? withdraw.error
  if (isOwn && !mayBuild && !mayApprove)
    return <p className="text-sm text-fg-2">Somebody else has to approve it.</p>
  if (!isOwn && !mayApprove)
    return (
      <p className="text-sm text-fg-2">
        Somebody who may approve decides on it: an approver, an operator or an admin.
      </p>
    )
  return (
    <section aria-label="Decision" className="flex flex-col gap-2 border-t border-line-1 pt-3">
      {isOwn && (
        <p className="text-sm text-fg-2">
          You proposed it, so somebody else has to approve it. You can take it back.
        </p>
      )}
      {error && <ProblemNotice error={error} />}
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Why" className="min-w-64 flex-1">
          <Input value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
        </Field>
        {isOwn ? (
          <Button variant="danger" busy={busy} onClick={takeBack}>
            Take it back
          </Button>
        ) : (
          <>
            <Button variant="danger" disabled={busy} onClick={() => send('deny')}>
              Deny
            </Button>
            <Button variant="primary" busy={busy} onClick={() => send('approve')}>
              {change.type === 'version' ? 'Approve and publish' : 'Approve the rollout'}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
