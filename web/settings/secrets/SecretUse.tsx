import type { SecretInfo } from '../../../shared/api/workspace.ts'

/** Where a secret may be used, in words. */
export function SecretUse({ secret: { hosts, loops } }: { secret: SecretInfo }) {
  if (hosts === null && loops === null) return <span className="text-fg-2">Anywhere</span>
  return (
    <span className="flex flex-col text-fg-2">
      {hosts !== null && <span>{hosts.length === 0 ? 'Sent to no host' : `Hosts: ${hosts.join(', ')}`}</span>}
      {loops !== null && <span>{loops.length === 0 ? 'By no loop' : `Loops: ${loops.join(', ')}`}</span>}
    </span>
  )
}
