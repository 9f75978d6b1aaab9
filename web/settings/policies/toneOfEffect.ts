/** How the effect of a policy is shown. */
export const toneOfEffect = {
  deny: 'danger',
  'require-approval': 'warning',
  redact: 'accent',
  flag: 'neutral',
} as const
