import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Popover } from '../ui/Popover.tsx'

type RemoveButtonProps = {
  /** What is removed, as in "Remove the host github". */
  what: string
  /** What happens then. */
  says: string
  verb?: string
  busy: boolean
  onRemove: () => void
}

/** Asks beside itself before it removes what can't be brought back. */
export function RemoveButton({ what, says, verb = 'Remove', busy, onRemove }: RemoveButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={`${verb} ${what}`}
      trigger={<IconButton label={`${verb} ${what}`} icon={<Trash2 aria-hidden />} />}
    >
      <p className="text-sm font-medium">
        {verb} {what}?
      </p>
      <p className="mt-1 text-sm text-fg-2">{says}</p>
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>Keep</Button>
        <Button
          variant="danger"
          busy={busy}
          onClick={() => {
            setOpen(false)
            onRemove()
          }}
        >
          {verb}
        </Button>
      </div>
    </Popover>
  )
}
