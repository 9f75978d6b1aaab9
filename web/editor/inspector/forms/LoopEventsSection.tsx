import { Outcome } from '../../../../shared/graph/nodes/outcome.ts'
import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import type { Json } from '../../../../shared/json.ts'
import { useApi } from '../../../app/useApi.ts'
import { outcomeLooks } from '../../../runs/OutcomeBadge.tsx'
import { uniqueId } from '../../model/uniqueId.ts'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'
import { Section } from '../Section.tsx'

const outcomes = Outcome.options.map((value) => ({ value, label: outcomeLooks[value].label }))
const eventScope = ['event'] as const

/** Other loops, whose runs start one of this when they end. */
export function LoopEventsSection({ node }: { node: TriggerNode }) {
  const { data } = useApi('listLoops', {}, { staleTime: 30_000 })
  const loops = data?.loops ?? []
  const make = (items: readonly Json[]): Json => ({
    id: uniqueId('after', idsOf(items)),
    loop: loops[0]?.name ?? '',
    outcomes: ['succeeded'],
    input: '{{ event.body }}',
  })
  return (
    <Section title="After other loops" aside={node.on?.length ?? 0} open={node.on !== undefined}>
      <ListField
        at="/on"
        noun="event"
        optional
        empty="Add a loop to start a run of this one whenever one of it has ended."
        make={make}
        title={(item) => textOf(item, 'loop')}
      >
        {(at) => (
          <>
            <TextField at={`${at}/id`} label="Id" code />
            <SelectField
              at={`${at}/loop`}
              label="Loop"
              options={loops.map(({ name, title }) => ({ value: name, label: name, hint: title }))}
              placeholder="Choose a loop"
            />
            <ChoicesField at={`${at}/outcomes`} label="When its run" options={outcomes} />
            <JsonField
              at={`${at}/input`}
              label="Input"
              optional
              roots={eventScope}
              help="Of the run that starts, over event: run, outcome, reason, message, input and body of the one that ended. Empty takes all of it"
            />
          </>
        )}
      </ListField>
    </Section>
  )
}
