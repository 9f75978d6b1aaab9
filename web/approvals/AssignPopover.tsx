import { type FormEvent, useState } from 'react'
import type { ApprovalDetail, AssignApproval } from '../../shared/api/approvals.ts'
import { ProblemNotice } from '../app/ProblemNotice.tsx'
import { useSession } from '../app/session.ts'
import { useApi, useChange } from '../app/useApi.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { Popover } from '../ui/Popover.tsx'
import { Select, type SelectOption } from '../ui/Select.tsx'

type Detail = Pick<ApprovalDetail, 'approval' | 'approvers' | 'assignee'>

/** Hands an open approval to one of those whom it asks, or back to all of them. */
export function AssignPopover({ detail }: { detail: Detail }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      label="Assign"
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="ghost">
          Assign…
        </Button>
      }
    >
      {isOpen && <AssignForm detail={detail} onDone={() => setOpen(false)} />}
    </Popover>
  )
}

function AssignForm({ detail, onDone }: { detail: Detail; onDone: () => void }) {
  const { approval } = detail
  const { name: self } = useSession()
  const { data } = useApi('listApprovalCandidates', { params: { approval } })
  const choices = choicesOf(detail, data?.names ?? [], self)
  const [place, setPlace] = useState('')
  const [note, setNote] = useState('')
  const assign = useChange('assignApproval', {
    drops: ['getApproval', 'listApprovals', 'listApprovalCandidates'],
    toastErrors: false,
    onDone,
  })
  const chosen = choices.find(({ value }) => value === place)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!chosen) return
    const said = note.trim()
    assign.mutate({ params: { approval }, body: { to: chosen.to, ...(said === '' ? {} : { note: said }) } })
  }
  return (
    <form aria-label="Assign" className="flex flex-col gap-3" onSubmit={submit}>
      {assign.error && <ProblemNotice error={assign.error} />}
      <Field label="To" help="Only those whom it asks, and whose agreement would count. The deadline stays.">
        <Select value={chosen ? place : ''} onValueChange={setPlace} options={choices} />
      </Field>
      <Field label="Note" help="Kept in the log with your name.">
        <Input value={note} maxLength={2000} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Button type="submit" variant="primary" className="self-end" busy={assign.isPending} disabled={!chosen}>
        Assign
      </Button>
    </form>
  )
}

type Choice = SelectOption & { to: AssignApproval['to'] }

/** Whom it can be handed to now: whoever chooses first, then roles, then people. Whose it is already is left out. */
function choicesOf({ approvers, assignee }: Detail, names: readonly string[], self: string): Choice[] {
  const [name, role] = [
    assignee && 'name' in assignee ? assignee.name : null,
    assignee && 'role' in assignee ? assignee.role : null,
  ]
  const people = names.filter((each) => each !== name)
  const others = people.filter((each) => each !== self)
  return [
    ...(people.includes(self) ? [{ value: `name ${self}`, label: 'Me', to: { name: self } }] : []),
    ...(assignee === null ? [] : [{ value: 'everyone', label: 'Everyone who is asked', to: null }]),
    ...(approvers.length > 1 ? approvers : [])
      .filter((each) => each !== role)
      .map((each) => ({ value: `role ${each}`, label: `Everyone who is ${each}`, to: { role: each } })),
    ...others.map((each) => ({ value: `name ${each}`, label: each, to: { name: each } })),
  ]
}
