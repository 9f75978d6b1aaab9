import type { EmitCall } from '../../../../shared/graph/nodes/action.ts'
import { HostField } from '../fields/HostField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { More } from '../More.tsx'
import { useLoopName } from '../useGraphNames.ts'
import { useResources } from '../useResources.ts'

const scope = ['args', 'input', 'request', 'run', 'steps', 'facts'] as const

/** A CloudEvent to a host, signed when a secret is named. */
export function EmitFields({ call }: { call: EmitCall }) {
  const { secrets } = useResources()
  const loop = useLoopName()
  return (
    <>
      <div className="grid grid-cols-2 gap-2">
        <HostField at="/call/host" />
        <TemplateField at="/call/path" label="Path" roots={scope} />
      </div>
      <TemplateField
        at="/call/type"
        label="Type"
        roots={scope}
        help="What happened, such as com.example.order.paid"
      />
      <JsonField
        at="/call/data"
        label="Data"
        optional
        roots={scope}
        help="JSON whose strings may hold {{ }}"
      />
      <SelectField
        at="/call/secret"
        label="Signed with"
        none="Not signed"
        options={secrets.map((name) => ({ value: name, label: name }))}
        help="As Standard Webhooks say: webhook-id, -timestamp and -signature"
      />
      <More title="Source and subject" used={call.source !== undefined || call.subject !== undefined}>
        <TemplateField
          at="/call/source"
          label="Source"
          optional
          roots={scope}
          help={`Where it comes from. Empty: /loops/${loop}`}
        />
        <TemplateField at="/call/subject" label="Subject" optional roots={scope} help="What it is about" />
      </More>
    </>
  )
}
