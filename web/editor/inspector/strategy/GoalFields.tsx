import { Plus } from 'lucide-react'
import type { GoalStrategy, PlannerNode } from '../../../../shared/graph/nodes/planner.ts'
import { Button } from '../../../ui/Button.tsx'
import { asJson } from '../../model/asJson.ts'
import { candidatesFor } from '../../model/candidates.ts'
import { ChipsField } from '../fields/ChipsField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { More } from '../More.tsx'
import { Section } from '../Section.tsx'
import { StepsField } from '../steps/StepsField.tsx'
import { useField } from '../useField.ts'
import { useActionsOf, useFacts } from '../useGraphNames.ts'
import { ConstraintsField } from './ConstraintsField.tsx'

const measures = [
  { value: 'cost', label: 'Cost', hint: 'The sum of the actions’ costs' },
  { value: 'risk', label: 'Risk', hint: 'Low 1, medium 3, high 9 a step' },
  { value: 'steps', label: 'Steps', hint: 'How many there are' },
] as const

type GoalFieldsProps = { at: string; goal: GoalStrategy; planner: PlannerNode }

/** What is wanted, what may be done for it, and what a plan must respect. */
export function GoalFields({ at, goal, planner }: GoalFieldsProps) {
  const facts = useFacts()
  const constraints = goal.constraints?.length ?? 0
  return (
    <>
      <Section title="Goal">
        <ChipsField
          at={`${at}/want`}
          label="Wanted facts"
          noun="fact"
          suggestions={facts}
          help="A plan is found when its steps give all of them. Actions say what they give"
        />
        <SelectField at={`${at}/minimise`} label="Minimise" options={measures} />
        <More title="How far it searches" used={goal.maxStates !== undefined}>
          <NumberField
            at={`${at}/maxStates`}
            label="States looked at"
            integer
            optional
            placeholder="5000"
            help="Within it the plan is the best there is; past it the best found is taken, and the plan says so"
          />
        </More>
      </Section>
      <Section title="Candidates" aside={goal.candidates.length}>
        <p className="text-xs text-fg-3">
          The steps that a plan may use, each once. One is used when what its action needs holds.
        </p>
        <MissingCandidates at={at} goal={goal} planner={planner} />
        <StepsField at={`${at}/candidates`} planner={planner} noun="candidate" />
      </Section>
      <Section title="Constraints" aside={constraints} open={constraints > 0}>
        <ConstraintsField at={`${at}/constraints`} steps={goal.candidates.map((step) => step.id)} />
      </Section>
    </>
  )
}

/** Adds a candidate for each action that has none, in one step. */
function MissingCandidates({ at, goal, planner }: GoalFieldsProps) {
  const field = useField(at)
  const actions = useActionsOf(planner.id)
  const missing = candidatesFor(goal.candidates, actions)
  if (missing.length < 2) return null
  return (
    <Button
      size="sm"
      className="self-start"
      icon={<Plus aria-hidden />}
      onClick={() =>
        field.write(
          asJson({ ...goal, candidates: [...goal.candidates, ...missing] }),
          'Added a candidate for each action',
        )
      }
    >
      Add all {missing.length} actions
    </Button>
  )
}
