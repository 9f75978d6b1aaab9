import { Link } from 'react-router'
import type { CheckOf } from '../../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../../shared/json.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { useEditor } from '../../store/EditorContext.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'
import { More } from '../More.tsx'
import { checkRoots } from './roots.ts'

const kinds = [
  { value: 'number', label: 'Number', hint: 'Compared by size' },
  { value: 'category', label: 'Category', hint: 'One of a few values' },
  { value: 'text', label: 'Text', hint: 'Compared by length, words and kind' },
] as const

const tests = [
  { value: 'psi', label: 'Stability index', hint: 'How far the shares moved' },
  { value: 'ks', label: 'Kolmogorov-Smirnov', hint: 'Numbers: the largest distance' },
  { value: 'chi-square', label: 'Chi-square', hint: 'Counts that chance would not give' },
] as const

const newField = (items: readonly Json[]): Json => ({
  name: uniqueId(
    'value',
    items.map((item) => textOf(item, 'name')),
  ),
  value: 'input',
  as: 'number',
})

/** The values that are compared with a baseline of the loop, over the last runs. */
export function DriftFields({ at, check }: { at: string; check: CheckOf<'drift'> }) {
  const more = check.window !== undefined || check.minSamples !== undefined
  return (
    <>
      <TextField at={`${at}/baseline`} label="Baseline" code help={<BaselineHelp />} />
      <ListField
        at={`${at}/fields`}
        noun="value"
        make={newField}
        title={(item, index) => textOf(item, 'name') || `value ${index + 1}`}
      >
        {(field) => (
          <>
            <div className="grid grid-cols-2 gap-2">
              <TextField at={`${field}/name`} label="Name" code />
              <SelectField at={`${field}/as`} label="Compared as" options={kinds} />
            </div>
            <CelField at={`${field}/value`} label="Value" roots={checkRoots} />
            <div className="grid grid-cols-2 gap-2">
              <SelectField
                at={`${field}/test`}
                label="Statistic"
                none="Stability index (default)"
                options={tests}
              />
              <NumberField at={`${field}/threshold`} label="Drift from" optional placeholder="usual" />
            </div>
          </>
        )}
      </ListField>
      <More title="How many runs count" used={more}>
        <div className="grid grid-cols-2 gap-2">
          <NumberField at={`${at}/window`} label="Last runs" optional integer placeholder="200" />
          <NumberField at={`${at}/minSamples`} label="At least" optional integer placeholder="30" />
        </div>
      </More>
    </>
  )
}

function BaselineHelp() {
  const name = useEditor((state) => state.graph.name)
  return (
    <>
      Proposed and approved on the{' '}
      <Link to={`/loops/${name}/drift`} className="text-accent hover:underline">
        loop’s Drift page
      </Link>
      ; without one the check can’t be made
    </>
  )
}
