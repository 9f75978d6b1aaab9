import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { templates } from '../../../shared/templates/templates.ts'
import { Button } from '../../ui/Button.tsx'
import { CodeEditor } from '../../ui/CodeEditor.tsx'
import { Field } from '../../ui/Field.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { readJson } from '../model/readJson.ts'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'
import { sampleInput } from './sampleInput.ts'

const PastRuns = lazy(async () => ({ default: (await import('../run/PastRuns.tsx')).PastRuns }))

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

/** The input to try, typed or from a sample: of the trigger's schema, or of a template. */
export function TryInput() {
  const store = useEditorStore()
  const text = useEditor((state) => state.tryInput)
  const [choosing, setChoosing] = useState(false)
  const fromSchema = () => store.getState().setTryInput(sampleInput(store.getState().graph))
  useEffect(() => {
    const { tryInput, setTryInput, graph } = store.getState()
    if (tryInput === null) setTryInput(sampleInput(graph))
  }, [store])
  const read = readJson(text ?? '{}', 'any')
  return (
    <>
      <Field
        className="min-h-0 flex-1 px-3 pt-2 pb-3"
        label="Input"
        error={read.ok ? undefined : read.message}
        aside={
          <Menu
            align="end"
            trigger={
              <Button size="sm" variant="ghost" icon={<ChevronDown aria-hidden />}>
                Samples
              </Button>
            }
            items={[
              { label: 'From the trigger’s schema', onSelect: fromSchema },
              { label: 'From a past run…', onSelect: () => setChoosing(true) },
              ...templates.flatMap((template) => [
                'separator' as const,
                ...template.samples.map((sample) => ({
                  label: sample.title,
                  hint: template.title,
                  onSelect: () => store.getState().setTryInput(pretty(sample.input)),
                })),
              ]),
            ]}
          />
        }
      >
        <CodeEditor
          language="json"
          label="Input to try"
          value={text ?? ''}
          onChange={(typed) => store.getState().setTryInput(typed)}
          className="min-h-0 flex-1"
        />
      </Field>
      {choosing && (
        <Suspense fallback={null}>
          <PastRuns use="try" onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </>
  )
}
