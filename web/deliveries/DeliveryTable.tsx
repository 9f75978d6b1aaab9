import { useState } from 'react'
import { Link } from 'react-router'
import type { Delivery } from '../../shared/api/deliveries.ts'
import { shortRun } from '../runs/shortRun.ts'
import { Badge } from '../ui/Badge.tsx'
import { Time } from '../ui/Time.tsx'
import { DeliveryDialog } from './DeliveryDialog.tsx'
import { resultLooks, verificationWords } from './deliveryWords.ts'

const cell = 'px-2 py-1.5 align-middle xl:px-3'
const head = `${cell} text-left text-xs font-medium text-fg-3 whitespace-nowrap`

/** Deliveries as rows; one opens to all that is known of it. */
export function DeliveryTable({ loop, deliveries }: { loop: string; deliveries: readonly Delivery[] }) {
  const [open, setOpen] = useState<Delivery | null>(null)
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Deliveries, newest first</caption>
        <thead className="border-b border-line-1 bg-surface-2">
          <tr>
            {['Result', 'Received', 'Caller', 'Why', 'Run'].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} onOpen={() => setOpen(delivery)} />
          ))}
        </tbody>
      </table>
      {open && <DeliveryDialog loop={loop} delivery={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Row({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const { result, at, verification, refusal, run, test, redelivery } = delivery
  const { label, tone } = resultLooks[result]
  return (
    <tr className="border-t border-line-1 first:border-t-0 hover:bg-surface-2">
      <td className={cell}>
        <span className="flex items-center gap-1">
          <Badge tone={tone}>{label}</Badge>
          {test && <Badge>Test</Badge>}
          {redelivery && <Badge>Sent again</Badge>}
        </span>
      </td>
      <td className={`${cell} whitespace-nowrap`}>
        <button type="button" className="rounded-sm text-accent hover:underline" onClick={onOpen}>
          <Time at={at} />
        </button>
      </td>
      <td className={cell}>{redelivery ? redelivery.by : verificationWords[verification]}</td>
      <td className={`${cell} max-w-[32vw]`}>
        {refusal && (
          <span className="block truncate text-fg-2" title={refusal.detail}>
            <code className="font-mono text-xs">
              {refusal.status} {refusal.code}
            </code>{' '}
            {refusal.detail}
          </span>
        )}
      </td>
      <td className={cell}>
        {run && (
          <Link
            to={`/runs/${encodeURIComponent(run)}`}
            aria-label={`Run ${shortRun(run)}`}
            className="font-mono text-xs text-accent hover:underline"
          >
            {shortRun(run)}
          </Link>
        )}
      </td>
    </tr>
  )
}
