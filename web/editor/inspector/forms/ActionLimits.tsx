import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { HttpCallFields } from '../call/HttpCallFields.tsx'
import { CelField } from '../fields/CelField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { RateField } from '../fields/RateField.tsx'
import { SecondsField } from '../fields/SecondsField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { Section } from '../Section.tsx'

const newBreaker = { failures: 5, withinSeconds: 60, openSeconds: 30 }

/** How often, how many at once, and when not at all. */
export function LimitsSection({ node }: { node: ActionNode }) {
  const calls = node.call.uses === 'http' || node.call.uses === 'emit'
  const used = [node.totalSeconds, node.limit, node.breaker].filter((part) => part !== undefined).length
  return (
    <Section title="Time, rate and breaker" aside={used || undefined} open={used > 0}>
      <SecondsField
        at="/totalSeconds"
        label="All tries together"
        optional
        placeholder="no limit"
        help="With the waits between them; past it the step fails"
      />
      <NumberField
        at="/limit/concurrency"
        label="Calls at once"
        integer
        optional
        placeholder="no limit"
        help="Over all runs of a shard; others wait their turn"
      />
      <RateField
        at="/limit/rate"
        label="Limit the rate"
        what="Calls"
        help="Evenly, over all runs of a shard"
      />
      {calls && (
        <SwitchField
          at="/breaker"
          label="Circuit breaker"
          whenOn={newBreaker}
          help="After failures in a row the host is left alone for a while; then one call tries again"
        >
          <div className="grid grid-cols-3 gap-2 border-l-2 border-line-2 pl-3">
            <NumberField at="/breaker/failures" label="Failures" integer />
            <SecondsField at="/breaker/withinSeconds" label="Within" />
            <SecondsField at="/breaker/openSeconds" label="Left alone" />
          </div>
        </SwitchField>
      )}
    </Section>
  )
}

const probeScope = ['args', 'output', 'input', 'run', 'steps', 'facts'] as const

/** How to find out what became of a call whose result is unknown. */
export function ProbeSection({ node }: { node: ActionNode }) {
  const { probe } = node
  const host = node.call.uses === 'http' || node.call.uses === 'emit' ? node.call.host : ''
  return (
    <Section title="Probe" aside={probe ? 'set' : undefined} open={probe !== undefined}>
      <SwitchField
        at="/probe"
        label="Find out when the result is unknown"
        whenOn={{ call: { uses: 'http', host, method: 'GET', path: '/' }, happened: 'output.status == 200' }}
        help="A request that changes nothing tells whether the call was carried out"
      >
        {probe && (
          <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
            <HttpCallFields at="/probe/call" host={probe.call.host} />
            <CelField
              at="/probe/happened"
              label="It happened when"
              roots={probeScope}
              help="Over args and the probe’s output. True: succeeded. False: safe to try again. An error: still uncertain"
            />
            <JsonField
              at="/probe/gives"
              label="The step’s output is then"
              optional
              roots={probeScope}
              help="Empty: the probe’s own output"
            />
          </div>
        )}
      </SwitchField>
    </Section>
  )
}
