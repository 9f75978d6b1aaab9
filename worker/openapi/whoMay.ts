import { type Right, Role, rightsOf } from '../../shared/api/rights.ts'

/** Who may use a route, in words: by the same table that lets them. */
export function whoMay(right: Right): string {
  switch (right) {
    case 'public':
      return '**Who may.** Anyone.'
    case 'hook':
      return '**Who may.** Whoever passes the check of the loop’s trigger.'
    case 'govern':
      return '**Who may.** The administrators of the server, whom its settings name.'
    default: {
      const roles = Role.options.filter((role) => rightsOf[role].some((each) => each === right))
      return `**Who may.** Who has the right \`${right}\`: ${roles.join(', ')}.`
    }
  }
}
