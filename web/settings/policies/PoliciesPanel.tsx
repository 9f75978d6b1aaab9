import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { WorkspacePolicies } from '../../../shared/api/policies.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { PackUse } from '../../../shared/policy/packs/pack.ts'
import { isOfPack, policiesOfPacks } from '../../../shared/policy/packs/policiesOfPacks.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { WhatIf } from '../../policies/WhatIf.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { WaitingGuarded } from '../publishing/WaitingGuarded.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { PolicyHistory } from './PolicyHistory.tsx'
import { PolicyItem } from './PolicyItem.tsx'
import { PackList } from './packs/PackList.tsx'
import { SavePolicies } from './SavePolicies.tsx'

/** The policies that hold for every loop: read, changed, tried on recorded runs, saved as a version. */
export function PoliciesPanel() {
  const saved = useApi('getPolicies', {})
  return (
    <>
      <SectionIntro title="Policies">
        They hold for every run of every loop, besides the loop’s own, and no loop can weaken them. A run is
        held to those that held when it was accepted.
      </SectionIntro>
      <WaitingGuarded of="policies" />
      {saved.error && <ProblemNotice error={saved.error} onRetry={() => void saved.refetch()} />}
      {saved.data ? (
        <PolicyEditor key={saved.data.version} saved={saved.data} />
      ) : (
        !saved.error && <Skeleton className="h-24" />
      )}
    </>
  )
}

function PolicyEditor({ saved }: { saved: WorkspacePolicies }) {
  const may = useCan('administer')
  const own = saved.policies.filter(({ id }) => !isOfPack(id))
  const [policies, setPolicies] = useState<readonly WrittenPolicy[]>(own)
  const [packs, setPacks] = useState<readonly PackUse[]>(saved.packs)
  const [open, setOpen] = useState<number | null>(null)
  const faults = policySetFaults(policies)
  const effective = useMemo(() => [...policies, ...policiesOfPacks(packs)], [policies, packs])
  const change = (place: number, next: WrittenPolicy | null) =>
    setPolicies(policies.flatMap((each, index) => (index === place ? (next ?? []) : each)))
  const add = () => {
    setPolicies([...policies, newPolicy(policies)])
    setOpen(policies.length)
  }
  return (
    <div className="flex flex-col gap-4">
      <PackList uses={packs} onChange={may ? setPacks : null} />
      <h3 className="text-sm font-semibold">Own policies</h3>
      {policies.length === 0 ? (
        <div className="rounded-md border border-line-1 bg-surface-1">
          <EmptyState title="No policies of your own yet">
            Begin with one on trial: it records what it would have done and changes nothing.
          </EmptyState>
        </div>
      ) : (
        <ol aria-label="Policies" className="flex flex-col gap-2">
          {policies.map((policy, place) => (
            <PolicyItem
              key={place}
              policy={policy}
              isOpen={open === place}
              onOpen={(isOpen) => setOpen(isOpen ? place : null)}
              faults={faults
                .filter(({ pointer }) => pointer.startsWith(`/${place}/`))
                .map((fault) => ({ ...fault, pointer: fault.pointer.slice(`/${place}`.length) }))}
              onChange={may ? (next) => change(place, next) : null}
            />
          ))}
        </ol>
      )}
      {may && (
        <Button className="self-start" icon={<Plus aria-hidden />} onClick={add}>
          Add a policy
        </Button>
      )}
      <WhatIf policies={effective} />
      {may && (
        <SavePolicies
          saved={saved}
          policies={policies}
          packs={packs}
          faults={faults}
          onReset={() => {
            setPolicies(own)
            setPacks(saved.packs)
          }}
        />
      )}
      <PolicyHistory saved={saved} />
    </div>
  )
}

function newPolicy(policies: readonly WrittenPolicy[]): WrittenPolicy {
  const taken = new Set(policies.map(({ id }) => id))
  const free = policies.map((_, place) => `policy${place + 2}`).find((id) => !taken.has(id))
  return {
    id: taken.has('policy1') ? (free ?? `policy${policies.length + 2}`) : 'policy1',
    title: 'New policy',
    at: 'step',
    when: 'false',
    effect: 'deny',
    message: '',
    mode: 'dry-run',
  }
}
