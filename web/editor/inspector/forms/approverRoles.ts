import { ApproverRole } from '../../../../shared/graph/approver.ts'

/** The roles that may be asked to decide, as choices. */
export const approverRoles = ApproverRole.options.map((role) => ({
  value: role,
  label: role.charAt(0).toUpperCase() + role.slice(1),
}))
