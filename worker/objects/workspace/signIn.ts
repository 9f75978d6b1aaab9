import type { z } from 'zod'
import type { CreateSession } from '../../../shared/api/identity.ts'
import { rightsWithin } from '../../../shared/api/rights.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { AttemptLimit } from '../../security/AttemptLimit.ts'
import { equalInConstantTime, sha256Hex } from '../../security/digests.ts'
import { administrator } from '../../security/principal.ts'
import { readSignInCode } from '../../security/signInCode.ts'
import type { Client, SignedIn } from './identityApi.ts'
import type { SessionOwner, Sessions } from './Sessions.ts'
import type { Tokens } from './Tokens.ts'

type Deps = {
  adminToken: string | null
  sessions: Sessions
  tokens: Tokens
  limit: AttemptLimit
  now: number
}

/** Begins a session for whoever shows a fresh sign-in code or a token. */
export function signIn(request: z.infer<typeof CreateSession>, from: Client, deps: Deps): Answer<SignedIn> {
  const slowed = mayTry(from.address, deps)
  if (!slowed.ok) return slowed
  const result = 'code' in request ? withCode(request.code, from, deps) : withToken(request.token, from, deps)
  if (!result.ok) deps.limit.count(from.address, deps.now)
  return result
}

/** Whether a client may try to sign in now, whatever it would show. */
export function mayTry(client: string, { limit, now }: Pick<Deps, 'limit' | 'now'>): Answer<null> {
  const wait = limit.waitSeconds(client, now)
  if (wait === 0) return answer(null)
  const headers = { 'retry-after': String(wait) }
  return refuse('too-many-attempts', `Try again in ${wait} seconds.`, { headers })
}

function withCode(code: string, from: Client, { adminToken, sessions, now }: Deps): Answer<SignedIn> {
  const claim = adminToken === null ? null : readSignInCode(code, adminToken, now)
  if (adminToken === null || !claim)
    return refuse('unauthenticated', 'This sign-in link is not valid, or it has expired.')
  if (!sessions.burn(claim))
    return refuse('unauthenticated', 'This sign-in link was used before. Ask for a new one.')
  return answer(beginForAdmin(adminToken, 'link', from, sessions))
}

function withToken(token: string, from: Client, { adminToken, sessions, tokens }: Deps): Answer<SignedIn> {
  if (adminToken !== null && equalInConstantTime(token, adminToken))
    return answer(beginForAdmin(adminToken, 'token', from, sessions))
  const principal = tokens.use(sha256Hex(token))
  if (!principal) return refuse('unauthenticated', 'The token is not valid.')
  const { id: owner, by: name, role, scope } = principal
  if (role === null || !rightsWithin(role, scope).includes('read'))
    return refuse('forbidden', 'This token is for programs: it may not read, and a person has to.')
  const begun = sessions.begin({ owner, via: 'token', name, groups: [], boundTo: '' }, from)
  return answer({ principal: { ...principal, via: 'session' }, ...begun })
}

/** Ends with the token that it was made with: who replaces the administrator's token is rid of its sessions too. */
function beginForAdmin(
  adminToken: string,
  via: SessionOwner['via'],
  from: Client,
  sessions: Sessions,
): SignedIn {
  const owner: SessionOwner = {
    owner: 'admin',
    via,
    name: 'admin',
    groups: [],
    boundTo: sha256Hex(adminToken),
  }
  return { principal: administrator('session'), ...sessions.begin(owner, from) }
}
