import type { AlertNotice } from '../../../shared/api/alerts.ts'
import { CallbackStatusBadge } from '../../callbacks/CallbackStatusBadge.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Disclosure } from '../../ui/Disclosure.tsx'
import { Time } from '../../ui/Time.tsx'
import { kindWords } from './alertWords.ts'

/** What alerts told, newest first, and what came of it. */
export function NoticeTable({ notices }: { notices: readonly AlertNotice[] }) {
  if (notices.length === 0) return null
  return (
    <Disclosure summary={`Told (${notices.length})`}>
      <section
        aria-label="What alerts told"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by key
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-md border border-line-1 bg-surface-1"
      >
        <table className="w-full border-collapse text-sm">
          <thead className="bg-surface-2 text-left text-xs text-fg-3">
            <tr>
              {['When', 'What', 'Alert', 'Loop', 'Delivery'].map((label) => (
                <th key={label} scope="col" className="px-3 py-1 font-medium">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {notices.map(({ id, kind, at, alert, loop, message, delivery }) => (
              <tr key={id} className="border-t border-line-1 align-top">
                <td className="px-3 py-1 whitespace-nowrap text-fg-2">
                  <Time at={at} />
                </td>
                <td className="px-3 py-1">
                  <Badge tone={kindWords[kind].tone}>{kindWords[kind].word}</Badge>
                </td>
                <td className="px-3 py-1">
                  <code className="font-mono text-xs">{alert}</code>
                  <span className="block text-xs text-fg-2">{message}</span>
                </td>
                <td className="px-3 py-1">{loop ?? '–'}</td>
                <td className="px-3 py-1">
                  <CallbackStatusBadge status={delivery.status} />
                  {delivery.last?.error != null && (
                    <span className="block text-xs break-words text-fg-2">{delivery.last.error}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Disclosure>
  )
}
