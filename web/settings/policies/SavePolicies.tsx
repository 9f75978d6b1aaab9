import { useState } from 'react'
import type { WorkspacePolicies } from '../../../shared/api/policies.ts'
import type { PolicySetFault } from '../../../shared/compile/policySetFaults.ts'
import { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { PackUse } from '../../../shared/policy/packs/pack.ts'
import { isOfPack, policiesOfPacks } from '../../../shared/policy/packs/policiesOfPacks.ts'
import { weakenedBy } from '../../../shared/policy/weakenedBy.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { toast } from '../../ui/toast.ts'
import { useTakesTwo } from '../publishing/useGuarded.ts'
import { PolicyDiffView } from './PolicyDiffView.tsx'
import { diffPolicies, withVersions } from './policyDiff.ts'

type SavePoliciesProps = {
  saved: WorkspacePolicies
  /** The workspace's own. */
  policies: readonly WrittenPolicy[]
  packs: readonly PackUse[]
  faults: readonly PolicySetFault[]
  onReset: () => void
}

/** What saving would change, and the button that does it. Shown once something differs. */
export function SavePolicies({ saved, policies, packs, faults, onReset }: SavePoliciesProps) {
  const [note, setNote] = useState('')
  const own = saved.policies.filter(({ id }) => !isOfPack(id))
  const next = withVersions(own, policies)
  const diff = diffPolicies(saved.policies, [...next, ...policiesOfPacks(packs)])
  const save = useChange('putPolicies', {
    drops: ['getPolicies', 'listChanges'],
    toastErrors: false,
    onDone: ({ version }) => toast.success(`Policies saved as version ${version}: new runs are held to them`),
  })
  const propose = useChange('proposeGuardedChange', {
    drops: ['listGuardedChanges', 'listChanges'],
    toastErrors: false,
    onDone: () => {
      toast.success('Proposed: the policies change once somebody else approves it')
      onReset()
    },
  })
  const takesTwo = useTakesTwo()
  if (diff.length === 0) return null
  const weaker = takesTwo ? weakenedBy(saved.policies, [...next, ...policiesOfPacks(packs)]) : []
  const set = { policies: [...next], ...(packs === saved.packs ? {} : { packs: [...packs] }) }
  const error = save.error ?? propose.error
  const fault = faults.find(({ warning }) => !warning)?.message ?? shapeFault(next)
  const failing = faults.filter(({ pointer }) => /^\/\d+\/cases\/\d+\/expect$/u.test(pointer))
  return (
    <section
      aria-label="What changes"
      className="flex flex-col gap-3 rounded-md border border-line-2 bg-surface-1 p-3"
    >
      <h3 className="text-sm font-semibold">Not saved yet</h3>
      <PolicyDiffView diff={diff} />
      {error && <ProblemNotice error={error} />}
      {weaker.length > 0 && (
        <p className="text-sm text-fg-2">
          Runs would be held to less ({weaker.join(', ')}), so a second person has to approve this: somebody
          else who may approve.
        </p>
      )}
      <div className="flex flex-wrap items-end gap-3">
        <Field
          label={weaker.length > 0 ? 'Why' : 'Note'}
          required={weaker.length > 0}
          className="min-w-64 flex-1"
          help="Stands in the log of changes"
        >
          <Input value={note} maxLength={500} onChange={({ target }) => setNote(target.value)} />
        </Field>
        <div className="flex gap-2 pb-5">
          <Button onClick={onReset}>Discard</Button>
          {weaker.length > 0 ? (
            <Button
              variant="primary"
              busy={propose.isPending}
              disabled={fault !== null || note.trim() === ''}
              onClick={() => {
                const change = { type: 'policies' as const, revision: saved.version, ...set }
                propose.mutate({ body: { change, reason: note.trim() } })
              }}
            >
              Propose
            </Button>
          ) : (
            <Button
              variant="primary"
              busy={save.isPending}
              disabled={fault !== null}
              onClick={() =>
                save.mutate({
                  body: { ...set, ...(note === '' ? {} : { note }) },
                  ifMatch: `"${saved.version}"`,
                })
              }
            >
              Save version {saved.version + 1}
            </Button>
          )}
        </div>
      </div>
      {failing.length > 0 && (
        <ul aria-label="Cases that fail" className="text-xs text-warning">
          {failing.map(({ pointer, message }) => (
            <li key={pointer}>{message}</li>
          ))}
        </ul>
      )}
      {fault !== null && (
        <p role="alert" className="text-xs text-danger">
          Correct this first: {fault}
        </p>
      )}
    </section>
  )
}

/** The first thing that keeps a policy from being one. */
function shapeFault(policies: readonly WrittenPolicy[]): string | null {
  for (const policy of policies) {
    const [issue] = WrittenPolicy.safeParse(policy).error?.issues ?? []
    if (issue) return `${policy.title || policy.id}, ${issue.path.join(' ')}: ${issue.message}`
  }
  return null
}
