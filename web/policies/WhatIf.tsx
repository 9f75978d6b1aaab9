import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { WhatIfResult } from '../../shared/api/policies.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import type { ChangedDecision } from '../../shared/policy/changedDecision.ts'
import { callApi } from '../app/api.ts'
import type { ApiError } from '../app/apiError.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { Time } from '../ui/Time.tsx'

const amounts = ['20', '50', '200'].map((value) => ({ value, label: `the last ${value} runs` }))

type WhatIfProps = {
  policies: readonly Policy[]
  /** They are this loop's own; without it they are the workspace's. */
  loop?: string
}

/** Asks what these policies would have decided in runs that are over or under way. */
export function WhatIf({ policies, loop }: WhatIfProps) {
  const [limit, setLimit] = useState('50')
  const ask = useMutation<WhatIfResult, ApiError, readonly Policy[]>({
    mutationFn: (asked) => {
      const of = loop === undefined ? {} : { loop, instead: 'loop' as const }
      return callApi('whatIf', { body: { policies: [...asked], limit: Number(limit), ...of } })
    },
  })
  const isStale = ask.variables !== undefined && ask.variables !== policies
  return (
    <section aria-label="What if" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="text-sm font-semibold">What if they had held for</h3>
        <Select
          value={limit}
          options={amounts}
          onValueChange={setLimit}
          aria-label="How many runs"
          className="w-44"
        />
        <Button busy={ask.isPending} onClick={() => ask.mutate(policies)}>
          Ask
        </Button>
      </div>
      <p className="text-xs text-fg-3">
        Each point at which those runs asked their policies is asked again, over what was so then. Nothing is
        run and nothing is changed.
      </p>
      {ask.error && <ProblemNotice error={ask.error} />}
      {ask.data && isStale && (
        <p className="text-xs text-warning">The policies have changed since this was asked: ask again.</p>
      )}
      <div role="status">{ask.data && !ask.isPending && <ResultView result={ask.data} />}</div>
    </section>
  )
}

function ResultView({ result: { runs, points, changed, cut } }: { result: WhatIfResult }) {
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line-1 bg-surface-1 p-3">
      <p className="text-sm">
        {changed.length === 0
          ? `Nothing would be decided differently in ${runs} runs (${points} decisions).`
          : `${changed.length} of ${runs} runs would go another way (${points} decisions looked at).`}
        {cut.length > 0 && (
          <span className="text-warning">
            {' '}
            {cut.length} could not be looked at whole: too long, or their version is gone.
          </span>
        )}
      </p>
      <ul aria-label="Decisions that would change" className="flex flex-col">
        {changed.map(({ run, loop, acceptedAt, changes }) => (
          <li key={run} className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line-1 py-1.5 text-sm">
            <Link to={`/runs/${run}`} className="w-48 shrink-0 text-accent hover:underline">
              {loop}, <Time at={acceptedAt} />
            </Link>
            <ul className="flex min-w-56 flex-1 flex-col gap-1.5">
              {changes.map((change) => (
                <ChangeView key={change.seq} change={change} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  )
}

const wordOf = {
  allow: 'lets through',
  flag: 'flags',
  redact: 'redacts',
  'require-approval': 'asks for approval',
  deny: 'denies',
} as const
const rank = { allow: 0, flag: 1, redact: 1, 'require-approval': 2, deny: 3 } as const

function ChangeView({ change: { point, subject, before, after, values } }: { change: ChangedDecision }) {
  const stricter = rank[after.effect] > rank[before.effect]
  const tone = stricter ? 'danger' : rank[after.effect] < rank[before.effect] ? 'success' : 'neutral'
  return (
    <li>
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <span>
          {point} {subject !== null && <code className="font-mono text-xs">{subject}</code>}
        </span>
        <span className="text-fg-2">{wordOf[before.effect]} →</span>
        <Badge tone={tone}>{wordOf[after.effect]}</Badge>
        <code className="font-mono text-xs text-fg-3">{(stricter ? after : before).policies.join(', ')}</code>
      </p>
      {Object.entries(values).map(([path, value]) => (
        <p key={path} className="line-clamp-2 font-mono text-xs break-all text-fg-2">
          {path} = {JSON.stringify(value)}
        </p>
      ))}
    </li>
  )
}
