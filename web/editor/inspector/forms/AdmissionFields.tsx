import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import { CelField } from '../fields/CelField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { RateField } from '../fields/RateField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { Section } from '../Section.tsx'

const callScope = ['input', 'request'] as const

/** How many runs may be under way, and how often one may start. */
export function AdmissionSection({ node }: { node: TriggerNode }) {
  const { admission } = node
  return (
    <Section title="Admission" aside={admission ? 'limited' : undefined} open={admission !== undefined}>
      <SwitchField
        at="/admission"
        label="Limit how many run"
        whenOn={{ concurrency: 10 }}
        help="What comes past it is queued in order, up to the loop’s queue; past that the answer is 429"
      >
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <NumberField
            at="/admission/concurrency"
            label="Runs at once"
            integer
            optional
            placeholder="no limit"
          />
          <RateField at="/admission/rate" label="Limit how often one starts" what="Runs" />
          <CelField
            at="/admission/key"
            label="Key"
            optional
            roots={callScope}
            help="Limits below hold for each value of it, such as input.customer"
          />
          {admission?.key !== undefined && (
            <>
              <NumberField
                at="/admission/perKey/concurrency"
                label="Runs at once for each key"
                integer
                optional
                placeholder="no limit"
              />
              <RateField at="/admission/perKey/rate" label="Limit how often for each key" what="Runs" />
            </>
          )}
        </div>
      </SwitchField>
    </Section>
  )
}

/** How old an input may be. */
export function AgeSection({ node }: { node: TriggerNode }) {
  const used = node.maxAgeSeconds !== undefined || node.observedAt !== undefined
  return (
    <Section title="Age of the input" aside={used ? 'limited' : undefined} open={used}>
      <SecondsField
        at="/maxAgeSeconds"
        label="Not older than"
        optional
        placeholder="any age"
        help="An older one is not acted on: the run takes the way “bail”, with the reason stale"
      />
      <CelField
        at="/observedAt"
        label="Observed at"
        optional
        roots={callScope}
        help="A timestamp or RFC 3339 text. Empty: when the call was accepted"
      />
    </Section>
  )
}
