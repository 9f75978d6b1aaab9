import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'
import { type ImportedRequest, placeAt } from '../../model/importHttp/request.ts'
import type { Resources } from '../useResources.ts'

type RequestPreviewProps = {
  request: ImportedRequest
  hosts: Resources['hosts']
  secrets: Resources['secrets']
  secret: string
  chooseSecret: (secret: string) => void
}

/** What an imported request will be, which secret it gets, and what could not be taken over. */
export function RequestPreview({ request, hosts, secrets, secret, chooseSecret }: RequestPreviewProps) {
  const { host, path } = placeAt(request.address, hosts)
  const notes = host ? request.notes : [missingHost(request.address), ...request.notes]
  return (
    <div className="flex flex-col gap-2 rounded-md bg-surface-2 p-2 text-xs">
      <p className="break-all font-mono">
        {request.method} <span className="text-fg-2">{host ?? '(no host)'}</span> {path}
      </p>
      {request.secrets.length > 0 && (
        <Field
          label="Secret"
          help={`For ${request.secrets.map(({ name }) => `“${name}”`).join(' and ')}: what was pasted is not kept`}
        >
          <Select
            value={secrets.includes(secret) ? secret : ''}
            placeholder={
              secrets.length === 0 ? `The workspace has none yet: “${secret}” is named` : 'Choose…'
            }
            options={secrets.map((name) => ({ value: name, label: name }))}
            onValueChange={chooseSecret}
          />
        </Field>
      )}
      {notes.length > 0 && (
        <ul aria-label="Notes" className="flex list-disc flex-col gap-1 pl-4 text-fg-2">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

function missingHost(address: string): string {
  const [origin] = /^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.exec(address) ?? []
  return origin
    ? `The workspace has no host at ${origin}: the action keeps the one it has. Hosts are set in the settings`
    : 'The action keeps the host that it has'
}
