import { Check, CornerDownRight, Rows3, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Plan, PlanStep } from '../../shared/engine/plan.ts'
import type { PlanDiff } from '../../shared/projections/planDiff.ts'
import type { PlanStory } from '../../shared/projections/planStory.ts'
import { ProvenanceFacts } from '../plans/ProvenanceFacts.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import { PlanAsks } from './PlanAsks.tsx'

/** The plan that stands at the cursor: its steps, where it comes from, and how it differs from the one before. */
export function PlanView({ story }: { story: PlanStory | null }) {
  if (!story) return <p className="p-3 text-sm text-fg-2">No planner has been asked yet.</p>
  const { plan, diff, assumptions } = story
  return (
    <div className="flex flex-col">
      {plan ? (
        <PlanBody plan={plan} diff={diff} adopted={story.adopted} />
      ) : (
        <p className="border-b border-line-1 p-3 text-sm text-fg-2">
          {story.planner} has no plan in iteration {story.iteration} yet.
        </p>
      )}
      {assumptions.length > 0 && (
        <Part title="Assumptions checked">
          <ul className="flex flex-col gap-1 text-xs">
            {assumptions.map((each, index) => (
              <li key={index} className="flex items-start gap-1.5">
                {each.holds ? (
                  <Check role="img" aria-label="holds" className="mt-0.5 size-3 shrink-0 text-success" />
                ) : (
                  <X role="img" aria-label="does not hold" className="mt-0.5 size-3 shrink-0 text-danger" />
                )}
                <span>
                  {each.message}
                  {each.of !== null && <span className="text-fg-3"> · for {each.of}</span>}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <PlanAsks asks={story.asks} />
    </div>
  )
}

function PlanBody({ plan, diff, adopted }: { plan: Plan; diff: PlanDiff | null; adopted: boolean }) {
  const { provenance } = plan
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 border-b border-line-1 px-3 py-2 text-sm">
        <h3 className="font-medium">Plan {plan.version}</h3>
        <Badge tone={adopted ? 'success' : 'neutral'}>{adopted ? 'adopted' : 'proposed'}</Badge>
        {plan.parent !== null && <span className="text-xs text-fg-3">after plan {plan.parent}</span>}
        {provenance.because && (
          <span className="flex items-center gap-1 text-xs text-fg-2">
            because of <VerdictBadge verdict={provenance.because.verdict} /> in iteration{' '}
            {provenance.because.iteration}
          </span>
        )}
      </div>
      <Part title="Steps">
        <ol className="flex flex-col gap-1.5">
          {plan.steps.map((step) => (
            <StepEntry key={step.id} step={step} change={changeOf(diff, step.id)} />
          ))}
          {(diff?.removed ?? []).map((id) => (
            <li key={id} className="flex items-center gap-2 text-xs text-fg-3">
              <code className="font-mono line-through">{id}</code>
              <Badge tone="danger">removed</Badge>
            </li>
          ))}
        </ol>
        {plan.steps.length === 0 && <p className="text-xs text-fg-2">Nothing to do.</p>}
      </Part>
      {(plan.rationale.length > 0 || plan.expects !== null || plan.expected !== null) && (
        <Part title="Why, and what it is to bring">
          <ul className="flex list-disc flex-col gap-0.5 pl-4 text-xs">
            {plan.rationale.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          {plan.expects !== null && <p className="mt-1 text-xs">{plan.expects}</p>}
          {plan.expected !== null && <JsonView value={plan.expected} label="Expected" root="plan.expected" />}
        </Part>
      )}
      <Part title="Where it comes from">
        <ProvenanceFacts provenance={plan.provenance} digest={plan.digest} />
        {plan.assumes.length > 0 && (
          <p className="mt-2 text-xs text-fg-2">
            It takes {plan.assumes.length} {plan.assumes.length === 1 ? 'thing' : 'things'} for granted.
          </p>
        )}
      </Part>
    </>
  )
}

type Change = { word: string; tone: 'success' | 'warning' } | null

function changeOf(diff: PlanDiff | null, step: string): Change {
  if (!diff) return null
  if (diff.added.includes(step)) return { word: 'added', tone: 'success' }
  const changed = diff.changed.find((each) => each.step === step)
  return changed ? { word: `changed: ${changed.fields.join(', ')}`, tone: 'warning' } : null
}

function StepEntry({ step, change }: { step: PlanStep; change: Change }) {
  const after = step.after.length > 0 ? `after ${step.after.join(', ')}` : null
  return (
    <li className="flex flex-col text-xs">
      <span className="flex flex-wrap items-center gap-1.5">
        {step.insteadOf !== null && <CornerDownRight aria-hidden className="size-3 text-fg-3" />}
        <code className="font-mono font-medium">{step.id}</code>
        <span className="text-fg-2">{step.action}</span>
        {step.map && (
          <span className="flex items-center gap-1 text-fg-2" title={`for each of ${step.map.over}`}>
            <Rows3 aria-hidden className="size-3" />
            for each of <code className="font-mono">{step.map.over}</code>
          </span>
        )}
        {step.insteadOf !== null && <span className="text-fg-2">if {step.insteadOf} fails</span>}
        {change && <Badge tone={change.tone}>{change.word}</Badge>}
      </span>
      {[after, step.when && `only when ${step.when}`, step.why]
        .filter((line) => typeof line === 'string')
        .map((line) => (
          <span key={line} className="pl-4 text-fg-3">
            {line}
          </span>
        ))}
      {Object.keys(step.args).length > 0 && (
        <Disclosure summary="Arguments" className="pl-4">
          <JsonView value={step.args} label={`Arguments of ${step.id}`} root="args" />
        </Disclosure>
      )}
    </li>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line-1 px-3 py-2">
      <h4 className="mb-1 text-xs font-medium text-fg-3">{title}</h4>
      {children}
    </section>
  )
}
