import { useState } from 'react'
import { apiLimits } from '../../shared/api/limits.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useCan } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'

/** How many shards the runs of a loop are spread over, and a way to change it. */
export function ShardsButton({ loop }: { loop: string }) {
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState<string | null>(null)
  const may = useCan('operate')
  const detail = useApi('getLoop', { params: { loop } })
  const put = useChange('putShards', {
    drops: ['getLoop', 'loopStatus'],
    toastErrors: false,
    onDone: () => {
      setOpen(false)
      setTyped(null)
    },
  })
  if (!detail.data) return null
  const { shards } = detail.data
  const words = `${shards} ${shards === 1 ? 'shard' : 'shards'}`
  if (!may) return <span className="tabular text-xs text-fg-2">{words}</span>
  const number = Number(typed ?? shards)
  const fault =
    Number.isInteger(number) && number >= 1 && number <= apiLimits.shards
      ? undefined
      : `Give a whole number from 1 to ${apiLimits.shards}`
  return (
    <Popover
      align="end"
      label="Change the shards"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="ghost" className="tabular">
          {words}…
        </Button>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!fault) put.mutate({ params: { loop }, body: { shards: number } })
        }}
      >
        {put.error && <ProblemNotice error={put.error} />}
        <Field
          label="Shards"
          error={fault}
          help="New runs are spread over so many, each with limits and a queue of its own. Runs that are under way stay where they are."
        >
          <Input
            inputMode="numeric"
            className="tabular"
            value={typed ?? String(shards)}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Leave it</Button>
          <Button
            type="submit"
            variant="primary"
            busy={put.isPending}
            disabled={fault !== undefined || number === shards}
          >
            Spread the runs
          </Button>
        </div>
      </form>
    </Popover>
  )
}
