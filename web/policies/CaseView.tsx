import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import { PolicyCase } from '../../shared/graph/policyCase.ts'
import { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../shared/json.ts'
import { runPolicyCase } from '../../shared/policy/runPolicyCase.ts'
import { cx } from '../ui/cx.ts'
import { TriedView } from './TriedView.tsx'
import { tryPolicy } from './tryPolicy.ts'

const looks = {
  passed: { icon: CircleCheck, words: 'As expected', tone: 'text-success' },
  failed: { icon: CircleX, words: 'Not as expected', tone: 'text-danger' },
  unfinished: { icon: CircleDashed, words: 'Not finished', tone: 'text-fg-3' },
} as const

type CaseProps = {
  /** The policy and its case, as they are written now. */
  policy: Json
  test: Json
}

/** Whether a case comes as it expects, asked of the policy as it is written now. */
export function CaseMark({ policy, test, className }: CaseProps & { className?: string }) {
  const { icon: Icon, words, tone } = looks[stateOf(policy, test)]
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-1 text-xs', tone, className)}>
      <Icon aria-hidden className="size-3.5" /> {words}
    </span>
  )
}

/** How many cases there are, and how many of them do not come as expected. */
export function CaseCount({ policy, cases }: { policy: Json; cases: readonly Json[] }) {
  if (cases.length === 0) return null
  const failed = cases.filter((test) => stateOf(policy, test) === 'failed').length
  return failed === 0 ? (
    <span className="text-xs text-fg-3">{cases.length}</span>
  ) : (
    <span className="text-xs text-danger">
      {failed} of {cases.length} not as expected
    </span>
  )
}

function stateOf(policy: Json, test: Json): keyof typeof looks {
  const rule = WrittenPolicy.safeParse(policy)
  const read = PolicyCase.safeParse(test)
  if (!rule.success || !read.success) return 'unfinished'
  return runPolicyCase(rule.data, read.data).passed ? 'passed' : 'failed'
}

/** What the policy makes of a case, and what it read of it. */
export function CaseCame({ policy, test }: CaseProps) {
  const rule = WrittenPolicy.safeParse(policy)
  const read = PolicyCase.safeParse(test)
  if (!rule.success || !read.success)
    return <p className="text-xs text-fg-3">Finish the policy and the case first.</p>
  const { notFor } = runPolicyCase(rule.data, read.data)
  if (notFor === null) return <TriedView tried={tryPolicy(policy, read.data.scope)} />
  return (
    <p className="text-xs">
      The policy is not for <code className="font-mono">{notFor}</code>, so it does not apply.
    </p>
  )
}
