import { type FormEvent, useState } from 'react'
import { MemberName } from '../../../shared/api/identity.ts'
import type { Role } from '../../../shared/api/rights.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Input } from '../../ui/Input.tsx'
import { RoleSelect } from '../RoleSelect.tsx'
import { reasonIn, WhyField } from '../WhyField.tsx'

/** Addresses are compared in lower case; a group is written as the provider does. */
const memberIn = (text: string) => (text.startsWith('group:') ? text : text.toLowerCase())

/** Gives a person or a group a role. */
export function MemberForm() {
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const [why, setWhy] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const put = useChange('putMember', {
    drops: ['listMembers', 'countPeople'],
    toastErrors: false,
    onDone: () => {
      setName('')
      setWhy('')
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const member = MemberName.safeParse(memberIn(name.trim()))
    setFault(member.success ? null : 'Write an e-mail address, or group: and the group’s name.')
    if (member.success) put.mutate({ params: { member: member.data }, body: { role, ...reasonIn(why) } })
  }
  return (
    <form onSubmit={submit} aria-label="Add a member" className="mt-4 flex flex-col gap-3">
      {put.error && <ProblemNotice error={put.error} />}
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label="Person or group"
          className="min-w-64 flex-1"
          help="An e-mail address, or group: and a group’s name as your provider sends it."
          error={fault}
        >
          <Input
            value={name}
            maxLength={320}
            autoComplete="off"
            placeholder="vera@example.com"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="Role" className="w-64">
          <RoleSelect value={role} onChange={setRole} />
        </Field>
        <WhyField why={why} onChange={setWhy} />
        <div className="pt-5">
          <Button type="submit" variant="primary" busy={put.isPending} disabled={name.trim() === ''}>
            Add member
          </Button>
        </div>
      </div>
    </form>
  )
}
