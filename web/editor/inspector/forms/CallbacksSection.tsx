import { Outcome } from '../../../../shared/graph/nodes/outcome.ts'
import type { TriggerNode } from '../../../../shared/graph/nodes/trigger.ts'
import { outcomeLooks } from '../../../runs/OutcomeBadge.tsx'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { HostField } from '../fields/HostField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { textOf } from '../items.ts'
import { Section } from '../Section.tsx'
import { useResources } from '../useResources.ts'

const outcomes = Outcome.options.map((value) => ({ value, label: outcomeLooks[value].label }))

/** Who is told when a run has ended. */
export function CallbacksSection({ node }: { node: TriggerNode }) {
  const { callbacks } = node
  const { hosts, secrets } = useResources()
  return (
    <Section title="Callbacks" aside={callbacks?.to.length ?? 0} open={callbacks !== undefined}>
      <SwitchField
        at="/callbacks"
        label="Tell when a run has ended"
        whenOn={{ secret: secrets[0] ?? '', to: [] }}
        help="With a signed CloudEvent, sent again for three days until it is taken"
      >
        <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
          <SelectField
            at="/callbacks/secret"
            label="Secret that signs"
            options={secrets.map((name) => ({ value: name, label: name }))}
            placeholder={secrets.length === 0 ? 'The workspace has no secret yet' : 'Choose a secret'}
            help="Base64, as Standard Webhooks ask for. While it is being replaced both values sign"
          />
          <ListField
            at="/callbacks/to"
            noun="address"
            empty="Add an address that hears of every run."
            make={() => ({ host: hosts[0]?.name ?? '', path: '/' })}
            title={(item) => `${textOf(item, 'host')}${textOf(item, 'path')}`}
          >
            {(at) => (
              <>
                <HostField at={`${at}/host`} />
                <TextField at={`${at}/path`} label="Path" code />
                <ChoicesField
                  at={`${at}/outcomes`}
                  label="Hears of runs that"
                  optional
                  whenLeftOut={Outcome.options}
                  options={outcomes}
                />
              </>
            )}
          </ListField>
          <ChoicesField
            at="/callbacks/callerHosts"
            label="Callers may name an address at"
            optional
            help="In the header Pavane-Callback, for their own run"
            options={hosts.map(({ name }) => ({ value: name, label: name }))}
          />
        </div>
      </SwitchField>
    </Section>
  )
}
