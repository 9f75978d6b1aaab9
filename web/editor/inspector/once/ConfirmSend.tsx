import type { ActionNode, HttpCall } from '../../../../shared/graph/nodes/action.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'

type ConfirmSendProps = {
  node: ActionNode
  call: HttpCall
  open: boolean
  onOpenChange: (open: boolean) => void
  onSend: () => void
}

/** Asks before a request leaves that may change something. */
export function ConfirmSend({ node, call, open, onOpenChange, onSend }: ConfirmSendProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="This really happens"
      description={`“${node.title}” is sent to ${call.host}, which may act on it. No run is there to undo it, and nobody is asked to approve it.`}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Don’t send</Button>
          <Button variant="danger" onClick={onSend}>
            Send {call.method}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 text-sm text-fg-2">
        <p className="rounded-md bg-surface-2 px-2 py-1 font-mono text-xs break-all text-fg-1">
          {call.method} {call.host} {call.path}
        </p>
        {(node.leases?.length ?? 0) > 0 && (
          <p>It holds no lease: a run may be at work on the same resource meanwhile.</p>
        )}
        <p>The change log notes that you sent it, without its values.</p>
      </div>
    </Dialog>
  )
}
