import { useResources } from '../useResources.ts'
import { SelectField } from './SelectField.tsx'

/** A host of the workspace, picked by name. */
export function HostField({ at, label = 'Host' }: { at: string; label?: string }) {
  const { hosts } = useResources()
  return (
    <SelectField
      at={at}
      label={label}
      options={hosts.map((host) => ({ value: host.name, label: host.name, hint: host.baseUrl }))}
      placeholder={hosts.length === 0 ? 'The workspace has no host yet' : 'Choose a host'}
    />
  )
}
