import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Popover } from '../ui/Popover.tsx'
import { WhyField } from './WhyField.tsx'

type RemoveButtonProps = {
  /** What is removed, as in "Remove the host github". */
  what: string
  /** What happens then. */
  says: string
  verb?: string
  busy: boolean
  /** Asked for a reason, which may be left empty. */
  asksWhy?: boolean
  onRemove: (why: string) => void
}

/** Asks beside itself before it removes what can't be brought back. */
export function RemoveButton({
  what,
  says,
  verb = 'Remove',
  busy,
  asksWhy = false,
  onRemove,
}: RemoveButtonProps) {
  const [open, setOpen] = useState(false)
  const [why, setWhy] = useState('')
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
      {asksWhy && <WhyField why={why} onChange={setWhy} className="mt-3" />}
      <div className="mt-3 flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>Keep</Button>
        <Button
          variant="danger"
          busy={busy}
          onClick={() => {
            setOpen(false)
            onRemove(why)
          }}
        >
          {verb}
        </Button>
      </div>
    </Popover>
  )
}
