import { History } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Scope } from '../../../../shared/engine/effect.ts'
import type { Json, JsonObject } from '../../../../shared/json.ts'
import { CaseCame, CaseCount, CaseMark } from '../../../policies/CaseView.tsx'
import { expectOptions } from '../../../policies/caseWords.ts'
import { makeCase } from '../../../policies/makeCase.ts'
import { Button } from '../../../ui/Button.tsx'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'

const PastDecisions = lazy(async () => ({
  default: (await import('../../../policies/PastDecisions.tsx')).PastDecisions,
}))

type PolicyCasesFieldProps = {
  /** The policy, by JSON Pointer. */
  at: string
  policy: JsonObject
  /** What could be in scope. */
  sample: () => JsonObject
}

/** The tests that a policy carries, each as it comes now. */
export function PolicyCasesField({ at, policy, sample }: PolicyCasesFieldProps) {
  const loop = useEditor((state) => state.graph.name)
  const keep = useKeepCase(at, policy)
  const [choosing, setChoosing] = useState(false)
  return (
    <section aria-label={`Cases of ${textOf(policy, 'title', 'id')}`} className="flex flex-col gap-2">
      <p className="flex items-center gap-2 text-xs font-medium text-fg-2">
        Cases <CaseCount policy={policy} cases={casesOf(policy)} />
      </p>
      <ListField
        at={`${at}/cases`}
        noun="case"
        optional
        make={() => ({ ...makeCase(policy, sample()) })}
        empty="A case is what is in scope, and what the policy is to make of it. It is asked as you type, and before each publication."
        title={(test) => <CaseMark policy={policy} test={test} />}
      >
        {(place, test) => <CaseFields at={place} policy={policy} test={test} />}
      </ListField>
      <Button
        size="sm"
        variant="ghost"
        className="self-start"
        icon={<History aria-hidden />}
        onClick={() => setChoosing(true)}
      >
        Add one of a past run…
      </Button>
      {choosing && (
        <Suspense>
          <PastDecisions
            policy={policy}
            loop={loop}
            onKeep={({ scope }, title) => {
              keep(scope, title)
              setChoosing(false)
            }}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </section>
  )
}

/** Adds a case to a policy, as one undo step. */
export function useKeepCase(at: string, policy: JsonObject): (scope: Scope, title?: string) => void {
  const store = useEditorStore()
  return (scope, title) => {
    const cases = [...casesOf(policy), { ...makeCase(policy, scope, title) }]
    store.getState().write(null, `${at}/cases`, cases, 'Added a case')
  }
}

function casesOf(policy: JsonObject): readonly Json[] {
  const { cases } = policy
  return Array.isArray(cases) ? cases : []
}

function CaseFields({ at, policy, test }: { at: string; policy: Json; test: Json }) {
  return (
    <>
      <TextField at={`${at}/title`} label="Title of the case" />
      <SelectField at={`${at}/expect`} label="Expected" options={expectOptions} />
      <Disclosure summary="What is in scope, and what came">
        <div className="mt-1 flex flex-col gap-2">
          <JsonField at={`${at}/scope`} label="Scope" shape="object" />
          <CaseCame policy={policy} test={test} />
        </div>
      </Disclosure>
    </>
  )
}
