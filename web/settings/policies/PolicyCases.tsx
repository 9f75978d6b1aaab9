import { History, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { PolicyCase } from '../../../shared/graph/policyCase.ts'
import type { WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { readJson } from '../../editor/model/readJson.ts'
import { CaseCame, CaseCount, CaseMark } from '../../policies/CaseView.tsx'
import { expectOptions } from '../../policies/caseWords.ts'
import { makeCase } from '../../policies/makeCase.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Field } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Input } from '../../ui/Input.tsx'
import { Select } from '../../ui/Select.tsx'

const PastDecisions = lazy(async () => ({
  default: (await import('../../policies/PastDecisions.tsx')).PastDecisions,
}))

type PolicyCasesProps = {
  policy: WrittenPolicy
  /** What could be in scope. */
  sample: () => JsonObject
  onChange: (cases: PolicyCase[]) => void
}

/** The tests that a policy of the workspace carries, each as it comes now. */
export function PolicyCases({ policy, sample, onChange }: PolicyCasesProps) {
  const [choosing, setChoosing] = useState(false)
  const { cases = [] } = policy
  const written = policy as unknown as Json
  return (
    <section aria-label={`Cases of ${policy.title}`} className="flex flex-col gap-2">
      <h4 className="flex items-center gap-2 text-xs font-medium text-fg-2">
        Cases <CaseCount policy={written} cases={cases as unknown as Json[]} />
      </h4>
      {cases.length === 0 && (
        <p className="text-xs text-fg-3">
          A case is what is in scope, and what the policy is to make of it. It is asked as you type.
        </p>
      )}
      {cases.length > 0 && (
        <ol className="flex flex-col gap-3">
          {cases.map((test, place) => (
            <CaseRow
              key={test.id}
              policy={written}
              test={test}
              onChange={(next) =>
                onChange(cases.flatMap((each, index) => (index === place ? (next ?? []) : each)))
              }
            />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<Plus aria-hidden />}
          onClick={() => onChange([...cases, makeCase(written, sample())])}
        >
          Add case
        </Button>
        <Button size="sm" variant="ghost" icon={<History aria-hidden />} onClick={() => setChoosing(true)}>
          Add one of a past run…
        </Button>
      </div>
      {choosing && (
        <Suspense>
          <PastDecisions
            policy={written}
            onKeep={({ scope }, title) => {
              onChange([...cases, makeCase(written, scope, title)])
              setChoosing(false)
            }}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </section>
  )
}

type CaseRowProps = {
  policy: Json
  test: PolicyCase
  /** Null takes it out. */
  onChange: (next: PolicyCase | null) => void
}

function CaseRow({ policy, test, onChange }: CaseRowProps) {
  return (
    <li aria-label={test.title} className="flex flex-col gap-2 border-l-2 border-line-2 pl-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Title of the case" className="min-w-44 flex-1">
          <Input value={test.title} onChange={({ target }) => onChange({ ...test, title: target.value })} />
        </Field>
        <Field label="Expected" className="w-48">
          <Select
            value={test.expect}
            options={expectOptions}
            onValueChange={(value) => {
              const option = expectOptions.find((each) => each.value === value)
              if (option) onChange({ ...test, expect: option.value })
            }}
          />
        </Field>
        <CaseMark policy={policy} test={test as unknown as Json} className="h-8 w-32" />
        <IconButton
          size="sm"
          label={`Remove the case ${test.title}`}
          icon={<Trash2 aria-hidden />}
          className="mb-0.5"
          onClick={() => onChange(null)}
        />
      </div>
      <Disclosure summary="What is in scope, and what came">
        <div className="mt-1 flex flex-col gap-2">
          <ScopeInput scope={test.scope} onChange={(scope) => onChange({ ...test, scope })} />
          <CaseCame policy={policy} test={test as unknown as Json} />
        </div>
      </Disclosure>
    </li>
  )
}

type ScopeInputProps = { scope: JsonObject; onChange: (scope: JsonObject) => void }

/** The scope as text. What is no JSON yet stays in the field and counts once it is. */
function ScopeInput({ scope, onChange }: ScopeInputProps) {
  const [text, setText] = useState(() => JSON.stringify(scope, null, 2))
  const read = readJson(text, 'object')
  return (
    <div className="flex flex-col gap-1">
      <CodeEditor
        language="json"
        label="Scope"
        value={text}
        className="max-h-60 overflow-auto"
        onChange={(next) => {
          setText(next)
          const now = readJson(next, 'object')
          if (now.ok) onChange(now.value as JsonObject)
        }}
      />
      {!read.ok && <p className="text-xs text-danger">{read.message}</p>}
    </div>
  )
}
