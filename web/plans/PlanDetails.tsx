import type { RegisteredPlan } from '../../shared/api/plans.ts'
import { ProvenanceFacts } from './ProvenanceFacts.tsx'

/** What the registry knows of a plan besides its row. */
export function PlanDetails({ plan }: { plan: RegisteredPlan }) {
  const changed = plan.diff?.changed ?? []
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-3">
      <div className="min-w-72">
        <ProvenanceFacts provenance={plan.provenance} digest={plan.digest} />
      </div>
      {changed.length > 0 && (
        <div className="text-xs">
          <h3 className="font-medium text-fg-3">What changed in its steps</h3>
          <ul>
            {changed.map(({ step, fields }) => (
              <li key={step}>
                <code className="font-mono">{step}</code>: {fields.join(', ')}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
