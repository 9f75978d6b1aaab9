import type { ReactNode } from 'react'
import type { PlanProvenance } from '../../shared/engine/plan.ts'
import { Id } from '../ui/Id.tsx'
import { strategyName } from './strategyName.ts'

/** Where a plan comes from: enough to make it again. */
export function ProvenanceFacts({ provenance, digest }: { provenance: PlanProvenance; digest: string }) {
  return (
    <>
      <dl className="grid grid-cols-[92px_minmax(0,1fr)] items-center gap-y-0.5 text-xs">
        <Fact name="Planner">
          {provenance.planner} · {strategyName(provenance.strategy)}
        </Fact>
        {provenance.by && <Fact name="Edited by">{provenance.by.join(', ')}</Fact>}
        <Fact name="Its version">
          <Id id={provenance.plannerVersion} label="planner version" />
        </Fact>
        <Fact name="Seed">{provenance.seed === null ? 'none: nothing was drawn' : provenance.seed}</Fact>
        <Fact name="Ask">{provenance.ask}</Fact>
        {provenance.rules.length > 0 && <Fact name="Rules">{provenance.rules.join(', ')}</Fact>}
        <Fact name="Digest">
          <Id id={digest} label="plan digest" />
        </Fact>
        <Fact name="Input">
          <Id id={provenance.inputDigest} label="input digest" />
        </Fact>
      </dl>
      {provenance.members.length > 0 && (
        <table className="mt-2 w-full text-left text-xs">
          <caption className="sr-only">Members of the federation</caption>
          <thead className="text-fg-3">
            <tr>
              <th scope="col" className="pr-2 font-medium">
                Member
              </th>
              <th scope="col" className="pr-2 font-medium">
                Version
              </th>
              <th scope="col" className="font-medium">
                Brought
              </th>
            </tr>
          </thead>
          <tbody>
            {provenance.members.map((member) => (
              <tr key={member.member} className="border-t border-line-1 align-top">
                <td className="py-1 pr-2">
                  {member.member}
                  <span className="block text-fg-3">{strategyName(member.strategy)}</span>
                </td>
                <td className="py-1 pr-2">
                  <Id id={member.plannerVersion} label="planner version" />
                </td>
                <td className="py-1">
                  {member.reason ?? (member.steps.join(', ') || 'nothing')}
                  {member.seed !== null && <span className="text-fg-3"> · seed {member.seed}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-fg-3">{name}</dt>
      <dd className="tabular min-w-0">{children}</dd>
    </>
  )
}
