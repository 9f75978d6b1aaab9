import type { ChoiceStrategy, PlannerNode } from '../../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../../shared/json.ts'
import { shares } from '../../model/shares.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { planScope } from './scopes.ts'

type ChoiceFieldsProps = { at: string; choice: ChoiceStrategy; planner: PlannerNode }

const newOption = (items: readonly Json[]): Json => ({
  id: uniqueId('option', idsOf(items)),
  weight: 1,
  steps: [],
})

/** One option is drawn by weight; the seed stands in the plan, so the same draw can be made again. */
export function ChoiceFields({ at, choice, planner }: ChoiceFieldsProps) {
  const percents = shares(choice.options.map((option) => option.weight))
  return (
    <Section title="Options" aside={choice.options.length}>
      <p className="text-xs text-fg-3">
        One is drawn by its weight. The seed is kept with the plan: the same seed, the same draw.
      </p>
      <ListField
        at={`${at}/options`}
        noun="option"
        make={newOption}
        title={(item, index) => (
          <WeightTitle name={textOf(item, 'id') || `option ${index + 1}`} percent={percents[index] ?? 0} />
        )}
      >
        {(optionAt) => (
          <>
            <div className="grid grid-cols-2 gap-2">
              <TextField at={`${optionAt}/id`} label="Id" code />
              <NumberField at={`${optionAt}/weight`} label="Weight" />
            </div>
            <CelField
              at={`${optionAt}/when`}
              label="Only when"
              optional
              roots={planScope}
              help="False leaves it out of the draw; the others share its part"
            />
            <StepsField at={`${optionAt}/steps`} planner={planner} />
            <TextField at={`${optionAt}/why`} label="Why" optional help="Kept in the plan’s rationale" />
          </>
        )}
      </ListField>
    </Section>
  )
}

/** An option's name with its share of the draw, as a number and as a bar. */
function WeightTitle({ name, percent }: { name: string; percent: number }) {
  return (
    <span className="flex items-center gap-2">
      <span className="min-w-0 max-w-28 truncate">{name}</span>
      <span aria-hidden className="h-2 min-w-8 flex-1 overflow-hidden rounded-sm bg-surface-3">
        <span className="block h-full bg-kind-planner" style={{ width: `${percent}%` }} />
      </span>
      <span className="tabular w-9 text-right text-fg-1">{percent} %</span>
    </span>
  )
}
