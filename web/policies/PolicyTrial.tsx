import { useMemo, useState } from 'react'
import type { PolicyPoint } from '../../shared/graph/policy.ts'
import type { Json, JsonObject } from '../../shared/json.ts'
import { readJson } from '../editor/model/readJson.ts'
import { Button } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { Disclosure } from '../ui/Disclosure.tsx'
import { TriedView } from './TriedView.tsx'
import { tryPolicy } from './tryPolicy.ts'

type PolicyTrialProps = {
  /** The policy as it is written now. */
  policy: Json
  point: PolicyPoint
  /** Something to begin with: what could be in scope. */
  sample: () => JsonObject
  /** Makes a case of what was tried. */
  onKeep: (scope: JsonObject) => void
}

/** Tries a policy on a sample of what is in scope at its point; the sample can be edited, and kept as a case. */
export function PolicyTrial(props: PolicyTrialProps) {
  return (
    <Disclosure summary="Try it on a sample">
      <OpenTrial key={props.point} {...props} />
    </Disclosure>
  )
}

function OpenTrial({ policy, sample, onKeep }: PolicyTrialProps) {
  const [text, setText] = useState(() => JSON.stringify(sample(), null, 2))
  const scope = useMemo(() => readJson(text, 'object'), [text])
  const tried = scope.ok ? tryPolicy(policy, scope.value as JsonObject) : null
  return (
    <div className="mt-1 flex flex-col gap-2">
      <CodeEditor
        language="json"
        label="What is in scope"
        value={text}
        onChange={setText}
        className="max-h-60 overflow-auto"
      />
      <div role="status">
        {scope.ok && tried && <TriedView tried={tried} />}
        {!scope.ok && <p className="text-xs text-danger">The sample: {scope.message}</p>}
      </div>
      <Button
        size="sm"
        className="self-start"
        disabled={!scope.ok || tried?.is === 'unfinished'}
        onClick={() => scope.ok && onKeep(scope.value as JsonObject)}
      >
        Keep as a case
      </Button>
    </div>
  )
}
