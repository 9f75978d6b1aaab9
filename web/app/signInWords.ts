import type { SignInFault } from '../../shared/api/identity.ts'

/** Why signing in at the provider came to nothing, and what to do. */
export const signInWords = {
  expired: 'Signing in took too long, or began in another browser. Try again.',
  provider:
    'Your provider did not sign you in. Try again; if it comes back, tell an admin: the server’s log says why.',
  'no-email':
    'Your provider does not tell your e-mail address, which this workspace knows people by. Tell an admin.',
  unverified: 'Your provider does not call your e-mail address verified. Verify it there, then try again.',
  'no-role':
    'You have an account, but no role in this workspace. Ask an admin to add you under Settings, Members.',
} as const satisfies Record<SignInFault, string>
