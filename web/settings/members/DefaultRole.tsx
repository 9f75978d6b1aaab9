import { Role } from '../../../shared/api/rights.ts'
import { useChange } from '../../app/useApi.ts'
import { Field } from '../../ui/Field.tsx'
import { Select } from '../../ui/Select.tsx'
import { roleWords } from '../roleWords.ts'

const none = 'none'

/** What somebody is of whom nothing else says a role. */
export function DefaultRole({ role }: { role: Role | null }) {
  const put = useChange('putDefaultRole', { drops: ['listMembers', 'listSessions', 'countPeople'] })
  return (
    <Field
      label="Everyone else who can sign in"
      className="mb-4 w-80"
      help="Your provider decides who can sign in. Where that is everybody, leave this at no role."
    >
      <Select
        value={role ?? none}
        disabled={put.isPending}
        onValueChange={(value) =>
          put.mutate({ body: { defaultRole: value === none ? null : Role.parse(value) } })
        }
        options={[
          { value: none, label: 'no role', hint: 'They are refused' },
          ...Role.options.map((each) => ({ value: each, label: each, hint: roleWords[each] })),
        ]}
      />
    </Field>
  )
}
