import { Role } from '../../shared/api/rights.ts'
import { Select } from '../ui/Select.tsx'
import { roleWords } from './roleWords.ts'

type RoleSelectProps = {
  value: Role
  onChange: (role: Role) => void
  id?: string
  'aria-label'?: string
}

/** Chooses a role; what it may do stands below its name. */
export function RoleSelect({ value, onChange, ...rest }: RoleSelectProps) {
  return (
    <Select
      {...rest}
      value={value}
      onValueChange={(next) => onChange(Role.parse(next))}
      options={Role.options.map((role) => ({ value: role, label: role, hint: roleWords[role] }))}
    />
  )
}
