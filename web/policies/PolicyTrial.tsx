import { useMemo, useState } from 'react'
import type { PolicyPoint } from '../../shared/graph/policy.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { readJson } from '../editor/model/readJson.ts'
import { Badge } from '../ui/Badge.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { sampleScope } from './sampleScope.ts'
import { type Tried, tryPolicy } from './tryPolicy.ts'

type PolicyTrialProps = {
  /** The policy as it is written now. */
  policy: Json
  point: PolicyPoint
  /** What the input could be. */
  input?: Json
}

const anInput = { amount: 120, email: 'ada@example.com' }

/** Tries a policy on a sample of what is in scope at its point; the sample can be edited. */
export function PolicyTrial(props: PolicyTrialProps) {
  return (
    <Disclosure summary="Try it on a sample">
      <OpenTrial key={props.point} {...props} />
    </Disclosure>
  )
}

function OpenTrial({ policy, point, input = anInput }: PolicyTrialProps) {
  const [sample, setSample] = useState(() => JSON.stringify(sampleScope(point, input, Date.now()), null, 2))
  const scope = useMemo(() => readJson(sample, 'object'), [sample])
  return (
    <div className="mt-1 flex flex-col gap-2">
      <CodeEditor
        language="json"
        label="What is in scope"
        value={sample}
        onChange={setSample}
        className="max-h-60 overflow-auto"
      />
      <div role="status">
        {scope.ok ? (
          <TriedView tried={tryPolicy(policy, scope.value as JsonObject)} />
        ) : (
          <p className="text-xs text-danger">The sample: {scope.message}</p>
        )}
      </div>
    </div>
  )
}

function TriedView({ tried }: { tried: Tried }) {
  if (tried.is === 'unfinished') return <p className="text-xs text-fg-3">{tried.message}</p>
  return (
    <div className="flex flex-col gap-1 text-xs">
      <p className="flex flex-wrap items-center gap-2">
        <TriedBadge tried={tried} />
        {tried.is === 'error' && <span className="text-danger">{tried.message}</span>}
      </p>
      {Object.keys(tried.values).length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 font-mono">
          {Object.entries(tried.values).map(([path, value]) => (
            <div key={path} className="contents">
              <dt className="text-fg-3">{path}</dt>
              <dd className="min-w-0 truncate">{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {tried.is === 'applies' && tried.redacted !== undefined && (
        <p className="min-w-0">
          Logged and sent: <code className="font-mono break-all">{JSON.stringify(tried.redacted)}</code>
        </p>
      )}
    </div>
  )
}

const toneOf = { deny: 'danger', 'require-approval': 'warning', redact: 'accent', flag: 'neutral' } as const
const wordOf = {
  deny: 'Denies',
  'require-approval': 'Asks for approval',
  redact: 'Redacts',
  flag: 'Flags',
} as const

function TriedBadge({ tried }: { tried: Exclude<Tried, { is: 'unfinished' }> }) {
  switch (tried.is) {
    case 'not':
      return <Badge tone="success">Does not apply</Badge>
    case 'error':
      return <Badge tone="danger">Can’t be evaluated: denies</Badge>
    case 'applies':
      return (
        <Badge tone={toneOf[tried.effect]}>
          {wordOf[tried.effect]}
          {tried.onTrial && ' (on trial: only recorded)'}
        </Badge>
      )
  }
}
