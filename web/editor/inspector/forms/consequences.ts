/** What a failed check can lead to, as choices. */
export const consequences = [
  { value: 'flag', label: 'Flag', hint: 'Recorded; the score drops' },
  { value: 'replan', label: 'Replan', hint: 'Plan again, in a new iteration' },
  { value: 'rollback', label: 'Rollback', hint: 'Undo what was done' },
  { value: 'escalate', label: 'Escalate', hint: 'A person must look' },
  { value: 'bail', label: 'Bail', hint: 'Stop where it is safe' },
] as const
