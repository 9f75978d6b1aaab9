import type { ApprovalDetail, ApprovalStep } from '../../shared/api/approvals.ts'
import { Badge } from '../ui/Badge.tsx'
import { cx } from '../ui/cx.ts'
import { formatCost } from '../ui/formatTime.ts'
import { JsonTree } from '../ui/JsonTree.tsx'
import { riskWords, undoTone, undoWords } from './approvalWords.ts'

type ApprovalStepsProps = { steps: readonly ApprovalStep[]; about: ApprovalDetail['about'] }

/** The steps of the plan with their exact arguments, and what can be undone of each. */
export function ApprovalSteps({ steps, about }: ApprovalStepsProps) {
  const cost = steps.reduce((sum, step) => sum + step.costUsd, 0)
  return (
    <section aria-label="The plan" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">
        {about === 'step' ? 'The step, in its plan' : 'The plan'}
        <span className="ml-2 font-normal text-fg-3">
          {steps.length === 1 ? '1 step' : `${steps.length} steps`}
          {cost > 0 ? `, about ${formatCost(cost)}` : ''}
        </span>
      </h3>
      <ol className="flex flex-col gap-2">
        {steps.map((step) => (
          <li key={step.step}>
            <Step step={step} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Step({ step }: { step: ApprovalStep }) {
  const bound = Object.entries(step.bindings)
  return (
    <div
      className={cx(
        'flex flex-col gap-1 rounded-md border px-3 py-2',
        step.asked ? 'border-line-2' : 'border-dashed border-line-1',
      )}
    >
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-mono text-xs font-medium">{step.step}</span>
        <span>{step.title}</span>
        {step.asked && <Badge tone="accent">Asked about</Badge>}
        {step.status !== 'waiting' && step.status !== 'past' && <Badge>{step.status}</Badge>}
        <Badge tone={undoTone[step.reversibility]}>{undoWords(step.reversibility, step.undoneBy)}</Badge>
        {step.risk !== 'low' && <Badge tone={riskWords[step.risk].tone}>{riskWords[step.risk].label}</Badge>}
        {step.after.length > 0 && <span className="text-xs text-fg-3">after {step.after.join(', ')}</span>}
      </p>
      {step.why && <p className="text-xs text-fg-2">{step.why}</p>}
      {Object.keys(step.args).length === 0 ? (
        <p className="text-xs text-fg-3">No arguments</p>
      ) : (
        <JsonTree value={step.args} root="args" label={`Arguments of ${step.step}`} />
      )}
      {bound.length > 0 && (
        <ul className="text-xs text-fg-3">
          {bound.map(([pointer, text]) => (
            <li key={pointer}>
              <span className="font-mono">{pointer}</span> is filled in when the step starts:{' '}
              <span className="font-mono">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
