import type { EventOf } from '../../shared/engine/event.ts'
import { Badge } from '../ui/Badge.tsx'
import { Id } from '../ui/Id.tsx'

/** The policies evaluated in this iteration up to the cursor, newest first. */
export function PolicyView({ policies }: { policies: readonly EventOf<'policy.evaluated'>['data'][] }) {
  if (policies.length === 0)
    return <p className="p-3 text-sm text-fg-2">No policy was evaluated in this iteration up to here.</p>
  return (
    <ul>
      {policies.toReversed().map((policy, index) => (
        <li
          key={`${policy.policy} ${policy.point} ${policy.subject} ${index}`}
          className="border-b border-line-1 px-3 py-2"
        >
          <p className="flex flex-wrap items-center gap-2">
            <code className="font-mono text-xs font-medium">{policy.policy}</code>
            {policy.from === 'workspace' && <Badge>of the workspace</Badge>}
            {policy.dryRun && <Badge tone="warning">on trial: not applied</Badge>}
            {policy.error !== null ? (
              <Badge tone="danger">could not be evaluated: denies</Badge>
            ) : policy.matched ? (
              <Badge tone={policy.effect === 'deny' ? 'danger' : 'warning'}>{policy.effect}</Badge>
            ) : (
              <Badge>did not match</Badge>
            )}
          </p>
          <p className="text-xs text-fg-2">
            At {policy.point}
            {policy.subject !== null && (
              <>
                {' '}
                of <code className="font-mono">{policy.subject}</code>
              </>
            )}
            {policy.message !== '' && `: ${policy.message}`}
          </p>
          {policy.error !== null && <p className="text-xs text-danger">{policy.error}</p>}
          {policy.values !== undefined && Object.keys(policy.values).length > 0 && (
            <dl className="my-1 grid grid-cols-[auto_1fr] gap-x-3 font-mono text-xs">
              {Object.entries(policy.values).map(([path, value]) => (
                <div key={path} className="contents">
                  <dt className="text-fg-3">{path}</dt>
                  <dd className="min-w-0 break-all">{JSON.stringify(value)}</dd>
                </div>
              ))}
            </dl>
          )}
          {policy.version !== undefined && (
            <span className="mr-2 text-xs text-fg-3">Version {policy.version}</span>
          )}
          <Id id={policy.digest} label="policy digest" />
        </li>
      ))}
    </ul>
  )
}
