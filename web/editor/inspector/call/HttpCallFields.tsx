import { HttpMethod } from '../../../../shared/graph/nodes/action.ts'
import { HostField } from '../fields/HostField.tsx'
import { JsonField } from '../fields/JsonField.tsx'
import { LabelledRecord } from '../fields/LabelledRecord.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TemplateField } from '../fields/TemplateField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { useResources } from '../useResources.ts'
import { RedirectsField } from './RedirectsField.tsx'

const methods = HttpMethod.options.map((method) => ({ value: method, label: method }))
const callScope = ['args', 'input', 'request', 'run', 'steps', 'facts', 'secrets'] as const

/** The fields of an HTTP request that stands at a place of the node. */
export function HttpCallFields({ at, host }: { at: string; host: string }) {
  const { hosts } = useResources()
  const base = hosts.find((each) => each.name === host)?.baseUrl
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_96px] gap-2">
        <HostField at={`${at}/host`} />
        <SelectField at={`${at}/method`} label="Method" options={methods} />
      </div>
      <TemplateField
        at={`${at}/path`}
        label="Path"
        roots={callScope}
        help={base ? `After ${base}` : 'After the host’s address'}
      />
      <LabelledRecord at={`${at}/query`} label="Query" noun="parameter" base="name" roots={callScope} />
      <LabelledRecord at={`${at}/headers`} label="Headers" noun="header" base="x-name" roots={callScope} />
      <JsonField
        at={`${at}/body`}
        label="Body"
        optional
        roots={callScope}
        help="JSON whose strings may hold {{ }}, such as {{ args.title }}"
      />
      <WordsField
        at={`${at}/accepts`}
        label="Also accepts status"
        numbers
        placeholder="404, 409"
        help="2xx is a success always"
      />
      <RedirectsField at={at} />
    </>
  )
}
