import { Crosshair } from 'lucide-react'
import { expectationsOf } from '../../../shared/cases/caseOf.ts'
import { StopReason } from '../../../shared/engine/runTerms.ts'
import type { Case } from '../../../shared/graph/case.ts'
import { Outcome } from '../../../shared/graph/nodes/outcome.ts'
import { Verdict } from '../../../shared/graph/nodes/verifier.ts'
import { Button } from '../../ui/Button.tsx'
import { FormScope } from '../inspector/FormScope.ts'
import { JsonField } from '../inspector/fields/JsonField.tsx'
import { NumberField } from '../inspector/fields/NumberField.tsx'
import { SelectField } from '../inspector/fields/SelectField.tsx'
import { TextField } from '../inspector/fields/TextField.tsx'
import { More } from '../inspector/More.tsx'
import { asJson } from '../model/asJson.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

const options = (values: readonly string[]) => values.map((value) => ({ value, label: value }))
const decisions = [
  { value: 'grant', label: 'People approve' },
  { value: 'deny', label: 'People deny' },
  { value: 'none', label: 'Nobody decides in time' },
] as const
const refusals = [
  { value: 'input-invalid', label: 'The input does not fit the schema' },
  { value: 'input-rejected', label: 'The input fails a quality check' },
] as const

/** What a test asks and expects. Each edit is part of the draft, and can be undone as any other. */
export function TestForm({ test }: { test: Case }) {
  const place = useEditor(({ graph }) => (graph.cases ?? []).findIndex(({ id }) => id === test.id))
  if (place < 0) return null
  const at = `/cases/${place}`
  const rare =
    test.headers !== undefined ||
    test.signals !== undefined ||
    test.seed !== undefined ||
    test.startAt !== undefined
  return (
    <FormScope value={null}>
      <div className="min-h-0 flex-1 overflow-auto">
        <div className="grid gap-x-6 gap-y-3 p-3 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3">
            <TextField at={`${at}/title`} label="Title" />
            <TextField at={`${at}/note`} label="Note" optional multiline />
            <JsonField at={`${at}/input`} label="Input" />
            <JsonField
              at={`${at}/mocks`}
              label="What everything outside answers"
              shape="object"
              help="By action, planner or check. What stands not here answers with a sample. “Open in Try” has fields for it."
            />
            <SelectField
              at={`${at}/decisions`}
              label="Approvals"
              none="People approve (default)"
              options={decisions.slice(1)}
            />
            <More title="Time, events and chance" used={rare}>
              <NumberField
                at={`${at}/startAt`}
                label="Start, in ms since 1970"
                optional
                integer
                placeholder="2026-01-01"
              />
              <NumberField at={`${at}/seed`} label="Seed" optional integer placeholder="1" />
              <JsonField
                at={`${at}/signals`}
                label="Events that are posted"
                optional
                help="A list of { name, data, afterSeconds }"
              />
              <JsonField at={`${at}/headers`} label="Headers" optional shape="object" />
            </More>
          </div>
          <Expected at={at} test={test} />
        </div>
      </div>
    </FormScope>
  )
}

function Expected({ at, test }: { at: string; test: Case }) {
  const expect = `${at}/expect`
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex items-center justify-between">
        <h4 className="text-xs font-semibold">What must come</h4>
        <ExpectWhatCame at={expect} test={test} />
      </div>
      <p className="text-xs text-fg-3">What is left out may be anything.</p>
      <div className="grid grid-cols-2 gap-2">
        <SelectField at={`${expect}/outcome`} label="Outcome" none="Any" options={options(Outcome.options)} />
        <SelectField
          at={`${expect}/reason`}
          label="Reason"
          none="Any"
          options={options(StopReason.options)}
        />
        <SelectField
          at={`${expect}/verdict`}
          label="Last verdict"
          none="Any"
          options={options(Verdict.options)}
        />
        <SelectField at={`${expect}/refused`} label="The call is refused" none="No" options={refusals} />
      </div>
      <JsonField
        at={`${expect}/plan`}
        label="Steps of the last plan"
        optional
        help="A list of step ids, or of { action, args }; of args only what is named must be there"
      />
      <JsonField at={`${expect}/verdicts`} label="Every verdict, in order" optional />
      <JsonField
        at={`${expect}/calls`}
        label="Calls of each action"
        optional
        shape="object"
        help="Retries and undos count; 0 is never"
      />
      <JsonField
        at={`${expect}/body`}
        label="Body"
        optional
        help="What it must hold; other members may stand beside it"
      />
      <JsonField
        at={`${expect}/notUndone`}
        label="Steps whose effects stand"
        optional
        help="A list of step ids; [] for none"
      />
    </div>
  )
}

/** Takes what the last run of the test came to as what must come. */
function ExpectWhatCame({ at, test }: { at: string; test: Case }) {
  const store = useEditorStore()
  const result = useEditor((state) => state.testResults[test.id])
  const events = result?.playback.getState().events ?? []
  return (
    <Button
      size="sm"
      icon={<Crosshair aria-hidden />}
      disabled={events.length === 0}
      title={events.length === 0 ? 'Run the test first' : undefined}
      onClick={() => store.getState().write(null, at, asJson(expectationsOf(events)), 'Expect what came')}
    >
      Expect what came
    </Button>
  )
}
