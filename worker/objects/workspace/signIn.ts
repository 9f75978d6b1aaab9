import type { z } from 'zod'
import type { CreateSession } from '../../../shared/api/workspace.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { AttemptLimit } from '../../security/AttemptLimit.ts'
import { equalInConstantTime, sha256Hex } from '../../security/digests.ts'
import { readSignInCode } from '../../security/signInCode.ts'
import type { SignedIn } from '../ports.ts'
import type { Sessions } from './Sessions.ts'
import type { Tokens } from './Tokens.ts'

type Deps = {
  adminToken: string | null
  sessions: Sessions
  tokens: Tokens
  limit: AttemptLimit
  now: number
}

/** Begins a session for whoever shows a fresh sign-in code or a token. */
export function signIn(request: z.infer<typeof CreateSession>, client: string, deps: Deps): Answer<SignedIn> {
  const wait = deps.limit.waitSeconds(client, deps.now)
  if (wait > 0)
    return refuse('too-many-attempts', `Try again in ${wait} seconds.`, {
      headers: { 'retry-after': String(wait) },
    })
  const result = 'code' in request ? withCode(request.code, deps) : withToken(request.token, deps)
  if (!result.ok) deps.limit.fail(client, deps.now)
  return result
}

function withCode(code: string, { adminToken, sessions, now }: Deps): Answer<SignedIn> {
  const claim = adminToken === null ? null : readSignInCode(code, adminToken, now)
  if (!claim) return refuse('unauthenticated', 'This sign-in link is not valid, or it has expired.')
  if (!sessions.burn(claim))
    return refuse('unauthenticated', 'This sign-in link was used before. Ask for a new one.')
  return answer(sessions.begin('admin', 'admin', null))
}

function withToken(token: string, { adminToken, sessions, tokens }: Deps): Answer<SignedIn> {
  if (adminToken !== null && equalInConstantTime(token, adminToken))
    return answer(sessions.begin('admin', 'admin', null))
  const found = tokens.find(sha256Hex(token))
  if (!found || found.principal.role === null) return refuse('unauthenticated', 'The token is not valid.')
  return answer(sessions.begin(found.principal.by, found.principal.role, found.id))
}
