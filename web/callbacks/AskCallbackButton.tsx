import { type FormEvent, useState } from 'react'
import type { Callback } from '../../shared/api/callbacks.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { toast } from '../ui/toast.ts'
import { targetWords } from './targetWords.ts'

const words = {
  redeliver: {
    route: 'redeliverCallback',
    verb: 'Send again',
    says: 'It keeps its id, so a receiver that has it already can tell. It is tried for three days anew.',
    done: 'It is on its way',
  },
  now: {
    route: 'redeliverCallback',
    verb: 'Send now',
    says: 'It does not wait for its next try. Should that fail too, it goes on being tried as before.',
    done: 'It is on its way',
  },
  discard: {
    route: 'discardCallback',
    verb: 'Discard',
    says: 'It is not tried again. It stays on the run, and can still be sent again.',
    done: 'Discarded',
  },
} as const

/** Asks why, then sends a callback again or gives it up. */
export function AskCallbackButton({ callback, what }: { callback: Callback; what: keyof typeof words }) {
  const { route, verb, says, done } = words[what]
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const ask = useChange(route, {
    drops: ['listCallbacks', 'listRunCallbacks', 'listChanges'],
    toastErrors: false,
    onDone: () => {
      toast.success(done)
      setOpen(false)
      setReason('')
    },
  })
  const isMissing = reason.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isMissing) return
    ask.mutate({
      params: { run: callback.run, callback: callback.callback },
      body: { reason: reason.trim() },
    })
  }
  const label = `${verb} to ${targetWords(callback.target)}`
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="end"
      label={label}
      trigger={
        <Button size="sm" aria-label={label}>
          {verb}
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        <p className="text-sm text-fg-2">{says}</p>
        {ask.error && <ProblemNotice error={ask.error} />}
        <Field
          label="Why"
          help="Kept in the log of changes."
          {...(tried && isMissing ? { error: 'Say why.' } : {})}
        >
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" variant={what === 'discard' ? 'danger' : 'primary'} busy={ask.isPending}>
            {verb}
          </Button>
        </div>
      </form>
    </Popover>
  )
}
