import { type HttpCall, HttpMethod } from '../../../../shared/graph/nodes/action.ts'
import { JsonField } from '../fields/JsonField.tsx'
import { RecordField } from '../fields/RecordField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { useResources } from '../useResources.ts'

const methods = HttpMethod.options.map((method) => ({ value: method, label: method }))
const callScope = ['args', 'input', 'request', 'run', 'steps', 'facts', 'secrets'] as const

/** The fields of an HTTP request. */
export function HttpCallFields({ call }: { call: HttpCall }) {
  const { hosts } = useResources()
  const base = hosts.find((host) => host.name === call.host)?.baseUrl
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_96px] gap-2">
        <SelectField
          at="/call/host"
          label="Host"
          options={hosts.map((host) => ({ value: host.name, label: host.name, hint: host.baseUrl }))}
          placeholder={hosts.length === 0 ? 'The workspace has no host yet' : 'Choose a host'}
        />
        <SelectField at="/call/method" label="Method" options={methods} />
      </div>
      <TemplateField
        at="/call/path"
        label="Path"
        roots={callScope}
        help={base ? `After ${base}` : 'After the host’s address'}
      />
      <div className="flex flex-col gap-1">
        <span className="text-xs font-medium text-fg-2">Query</span>
        <RecordField at="/call/query" noun="parameter" base="name" roots={callScope} />
      </div>
      <div className="flex flex-col gap-1">
        <span className="text-xs font-medium text-fg-2">Headers</span>
        <RecordField at="/call/headers" noun="header" base="x-name" roots={callScope} />
      </div>
      <JsonField
        at="/call/body"
        label="Body"
        optional
        roots={callScope}
        help="JSON whose strings may hold {{ }}, such as {{ args.title }}"
      />
      <WordsField
        at="/call/accepts"
        label="Also accepts status"
        numbers
        placeholder="404, 409"
        help="2xx is a success always"
      />
    </>
  )
}
