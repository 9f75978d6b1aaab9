import { useNavigate } from 'react-router'
import type { Delivery } from '../../shared/api/deliveries.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { HeaderList } from '../call/HeaderList.tsx'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { formatExact } from '../ui/formatTime.ts'
import { JsonView } from '../ui/JsonView.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { resultLooks, verificationWords } from './deliveryWords.ts'

type DeliveryDialogProps = { loop: string; delivery: Delivery; onClose: () => void }

/** All that is known of a delivery, and a way to send it again. */
export function DeliveryDialog({ loop, delivery, onClose }: DeliveryDialogProps) {
  const { result, at, verification, refusal, headers, bodyBytes, run } = delivery
  const { label, tone } = resultLooks[result]
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Delivery"
      description={formatExact(at)}
      className="w-[min(720px,calc(100vw-32px))]"
      footer={run && result === 'accepted' ? <Again loop={loop} run={run} /> : undefined}
    >
      <div className="flex flex-col gap-3 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tone}>{label}</Badge>
          Caller: {verificationWords[verification].toLowerCase()}
          {bodyBytes !== null && <span className="text-fg-3">{bodyBytes.toLocaleString('en')} bytes</span>}
        </p>
        {refusal && (
          <p>
            <code className="font-mono text-xs">
              {refusal.status} {refusal.code}
            </code>
            <br />
            {refusal.detail}
          </p>
        )}
        <HeaderList title="Headers" headers={headers} />
        {run && <RunData run={run} />}
      </div>
    </Dialog>
  )
}

/** The body that came, which is the run’s input, and the outcome’s body. */
function RunData({ run }: { run: string }) {
  const detail = useApi('getRun', { params: { run } })
  if (detail.error) return <ProblemNotice error={detail.error} />
  if (!detail.data) return <Skeleton className="h-24" />
  return (
    <>
      <h3 className="text-xs font-medium text-fg-2">Body</h3>
      <JsonView value={detail.data.input} label="the body" />
      <h3 className="text-xs font-medium text-fg-2">Outcome’s body</h3>
      <JsonView value={detail.data.body} label="the outcome’s body" />
    </>
  )
}

function Again({ loop, run }: { loop: string; run: string }) {
  const may = useCan('operate')
  const navigate = useNavigate()
  const again = useChange('redeliver', {
    drops: ['listDeliveries'],
    onDone: (started) => navigate(`/runs/${encodeURIComponent(started.run)}`),
  })
  const send = (asNew: boolean) => again.mutate({ params: { loop, run }, body: { asNew } })
  return (
    <>
      <Button disabled={!may} busy={again.isPending} onClick={() => send(false)}>
        Send again
      </Button>
      <Button variant="primary" disabled={!may} busy={again.isPending} onClick={() => send(true)}>
        Send as new
      </Button>
    </>
  )
}
