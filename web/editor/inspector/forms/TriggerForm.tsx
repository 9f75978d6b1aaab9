import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import type { Json } from '../../../../shared/json.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { CelField } from '../fields/CelField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { idsOf, textOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { SchemaField } from '../schema/SchemaField.tsx'
import { useResources } from '../useResources.ts'
import { AdmissionSection, AgeSection } from './AdmissionFields.tsx'
import { CallbacksSection } from './CallbacksSection.tsx'
import { LoopEventsSection } from './LoopEventsSection.tsx'
import { PersonalSection } from './PersonalSection.tsx'
import { SchedulesSection } from './SchedulesSection.tsx'

const schemes = [
  { value: 'none', label: 'Nobody is checked', hint: 'Anyone who knows the address can call' },
  { value: 'github', label: 'GitHub', hint: 'X-Hub-Signature-256 over the raw body' },
  {
    value: 'standard-webhooks',
    label: 'Standard Webhooks',
    hint: 'webhook-signature over id, time and body',
  },
  { value: 'stripe', label: 'Stripe', hint: 'Stripe-Signature: time and HMAC of time and body' },
  { value: 'bearer', label: 'Bearer token', hint: 'Authorization: Bearer …' },
] as const

const effects = [
  { value: 'reject', label: 'Reject', hint: 'The call is refused' },
  { value: 'flag', label: 'Flag', hint: 'Recorded; the run goes on' },
] as const

const responses = [
  { value: 'now', label: 'At once: 202 and where the run is' },
  { value: 'wait', label: 'Wait for the outcome' },
] as const

const callScope = ['input', 'request'] as const
const newCheck = (items: readonly Json[]): Json => ({
  id: uniqueId('quality', idsOf(items)),
  when: 'true',
  effect: 'reject',
  message: '',
})

/** How runs come in. */
export function TriggerForm({ node }: { node: TriggerNode }) {
  const { secrets } = useResources()
  const secret = node.auth.scheme === 'none' ? (secrets[0] ?? '') : node.auth.secret
  return (
    <>
      <Section title="Who may call">
        <SelectField
          at="/auth"
          label="Caller is checked by"
          options={schemes}
          fromValue={() => node.auth.scheme}
          toValue={(scheme) => (scheme === 'none' ? { scheme } : { scheme, secret })}
        />
        {node.auth.scheme !== 'none' && (
          <SelectField
            at="/auth/secret"
            label="Secret"
            options={secrets.map((name) => ({ value: name, label: name }))}
            placeholder={secrets.length === 0 ? 'The workspace has no secret yet' : 'Choose a secret'}
            help="Picked by name; secrets are set in the workspace’s settings"
          />
        )}
      </Section>
      <Section title="Input">
        <SchemaField
          at="/input"
          label="JSON Schema"
          help="Draft 2020-12. A call whose body does not fit is refused. Empty takes any JSON"
        />
        <CelField
          at="/dedupe"
          label="Dedupe key"
          optional
          roots={callScope}
          help="Calls with the same key get the same run. Empty: Idempotency-Key, then webhook-id"
        />
      </Section>
      <Section title="Quality checks" aside={node.quality?.length ?? 0} open={node.quality !== undefined}>
        <ListField at="/quality" noun="check" optional make={newCheck} title={(item) => textOf(item, 'id')}>
          {(at) => (
            <>
              <TextField at={`${at}/id`} label="Id" code />
              <CelField at={`${at}/when`} label="Must be true" roots={callScope} />
              <SelectField at={`${at}/effect`} label="When it is not" options={effects} />
              <TextField at={`${at}/message`} label="Message" help="What the caller is told" />
            </>
          )}
        </ListField>
      </Section>
      <Section title="Answer">
        <SelectField
          at="/respond"
          label="A caller that asks for no wait gets an answer"
          none="At once (default)"
          options={responses}
          fromValue={() => node.respond?.mode ?? ''}
          toValue={(mode) => (mode === 'wait' ? { mode, seconds: 10 } : { mode })}
        />
        {node.respond?.mode === 'wait' && (
          <NumberField at="/respond/seconds" label="Wait at most, in seconds" help="Then 202; up to 60" />
        )}
      </Section>
      <SchedulesSection node={node} />
      <LoopEventsSection node={node} />
      <CallbacksSection node={node} />
      <PersonalSection node={node} />
      <AdmissionSection node={node} />
      <AgeSection node={node} />
    </>
  )
}
