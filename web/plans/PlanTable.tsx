import { ChevronDown, ChevronRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Link } from 'react-router'
import type { RegisteredPlan } from '../../shared/api/plans.ts'
import { shortRun } from '../runs/shortRun.ts'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { VerdictBadge } from '../ui/VerdictBadge.tsx'
import { PlanDetails } from './PlanDetails.tsx'
import { PlanDiffWords } from './PlanDiffWords.tsx'
import { strategyName } from './strategyName.ts'

const cell = 'px-2 py-1.5 align-middle xl:px-3'
const head = 'px-2 py-1.5 text-left text-xs font-medium text-fg-3 whitespace-nowrap xl:px-3'
const columns = [
  'Plan',
  'Run',
  'Planner',
  'Because of',
  'Steps',
  'Against the one before',
  'Proposed',
] as const

/** Plans as rows; a row opens on where the plan comes from. */
export function PlanTable({ plans, loading }: { plans: readonly RegisteredPlan[]; loading: boolean }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const toggle = (key: string) => {
    const next = new Set(open)
    if (!next.delete(key)) next.add(key)
    setOpen(next)
  }
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Plans, newest first</caption>
        <thead className="border-b border-line-1 bg-surface-2">
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className={head}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {loading
            ? Array.from({ length: 6 }, (_, index) => (
                <tr key={index} className="border-t border-line-1 first:border-t-0">
                  {columns.map((name) => (
                    <td key={name} className={cell}>
                      <Skeleton className="h-5" />
                    </td>
                  ))}
                </tr>
              ))
            : plans.map((plan) => {
                const key = `${plan.run} ${plan.version}`
                return (
                  <Fragment key={key}>
                    <PlanRow plan={plan} open={open.has(key)} onToggle={() => toggle(key)} />
                    {open.has(key) && (
                      <tr className="border-t border-line-1 bg-surface-0">
                        <td colSpan={columns.length} className="px-3 py-2">
                          <PlanDetails plan={plan} />
                        </td>
                      </tr>
                    )}
                  </Fragment>
                )
              })}
        </tbody>
      </table>
    </div>
  )
}

type PlanRowProps = { plan: RegisteredPlan; open: boolean; onToggle: () => void }

function PlanRow({ plan, open, onToggle }: PlanRowProps) {
  const { provenance } = plan
  const Sign = open ? ChevronDown : ChevronRight
  return (
    <tr className="border-t border-line-1 first:border-t-0 hover:bg-surface-2">
      <td className={cell}>
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Plan ${plan.version} of run ${shortRun(plan.run)}`}
          onClick={onToggle}
          className="tabular flex h-6 items-center gap-1 rounded-sm font-medium whitespace-nowrap"
        >
          <Sign aria-hidden className="size-3.5 text-fg-3" />
          Plan {plan.version}
        </button>
      </td>
      <td className={cell}>
        <Link
          to={`/runs/${encodeURIComponent(plan.run)}?plan=${plan.version}`}
          aria-label={`Plan ${plan.version} in run ${shortRun(plan.run)}`}
          className="font-mono text-xs text-accent hover:underline"
        >
          {shortRun(plan.run)}
        </Link>
      </td>
      <td className={cell}>
        {provenance.planner} <span className="text-xs text-fg-3">{strategyName(provenance.strategy)}</span>
      </td>
      <td className={cell}>
        {provenance.because ? (
          <VerdictBadge verdict={provenance.because.verdict} />
        ) : (
          <span className="text-xs text-fg-3">the start</span>
        )}
      </td>
      <td className={`${cell} tabular`}>{plan.steps}</td>
      <td className={cell}>
        <PlanDiffWords diff={plan.diff} />
      </td>
      <td className={`${cell} whitespace-nowrap text-fg-2`}>
        <Time at={plan.at} />
      </td>
    </tr>
  )
}
