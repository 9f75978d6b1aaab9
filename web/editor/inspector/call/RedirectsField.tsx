import { ChoicesField } from '../fields/ChoicesField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { SwitchField } from '../fields/SwitchField.tsx'
import { useField } from '../useField.ts'
import { useResources } from '../useResources.ts'

const counts = ['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))

/** Whether the redirects of a GET are followed, and where they may lead; of other methods none are. */
export function RedirectsField({ at }: { at: string }) {
  const { hosts } = useResources()
  const method = useField(`${at}/method`)
  const redirects = useField(`${at}/redirects`)
  if (method.value !== 'GET' && redirects.value === undefined) return null
  return (
    <SwitchField
      at={`${at}/redirects`}
      label="Follow redirects"
      whenOn={{ max: 3 }}
      help="Under this host, and under those that are named. Credentials go to no other origin"
    >
      <div className="flex flex-col gap-3 border-l-2 border-line-2 pl-3">
        <SelectField
          at={`${at}/redirects/max`}
          label="At most"
          options={counts}
          toValue={Number}
          fromValue={(value) => (typeof value === 'number' ? String(value) : '')}
        />
        <ChoicesField
          at={`${at}/redirects/hosts`}
          label="May lead to"
          optional
          whenLeftOut={[]}
          options={hosts.map(({ name }) => ({ value: name, label: name }))}
        />
      </div>
    </SwitchField>
  )
}
