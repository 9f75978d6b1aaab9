import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { ProblemException } from '../http/problem.ts'
import type { Identified } from '../objects/workspace/identityApi.ts'
import type { AccessSettings } from './identityProviders.ts'
import { groupsIn, readEmail } from './readClaims.ts'

export const accessHeader = 'cf-access-jwt-assertion'

type KeySet = ReturnType<typeof createRemoteJWKSet>

/** The certificates of each team that was asked for; the library keeps and renews them. */
const keySets = new Map<string, KeySet>()

function keysOf(issuer: string): KeySet {
  const certificates = new URL(`${issuer}/cdn-cgi/access/certs`)
  const keys = keySets.get(issuer) ?? createRemoteJWKSet(certificates, { timeoutDuration: 10_000 })
  keySets.set(issuer, keys)
  return keys
}

/** Who Cloudflare Access says is there. An assertion that does not hold is refused: nobody but Access sends one. */
export async function verifyAccess(assertion: string, settings: AccessSettings): Promise<Identified> {
  const { issuer, audience, groupsClaim } = settings
  const payload = await payloadOf(assertion, issuer, audience)
  const email = readEmail(payload['email'])
  if (email === null)
    throw new ProblemException(
      'unauthenticated',
      'Cloudflare Access let a program in, not a person. Programs send a token as Authorization: Bearer.',
    )
  const custom = payload['custom']
  const groups = [...groupsIn(payload, groupsClaim), ...groupsIn(custom, groupsClaim)]
  return { email, name: email, groups }
}

async function payloadOf(assertion: string, issuer: string, audience: string): Promise<JWTPayload> {
  try {
    const options = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp', 'sub'] }
    return (await jwtVerify(assertion, keysOf(issuer), options)).payload
  } catch (error) {
    // That the certificates can’t be had is the server’s trouble, and no fault of who asks.
    const isTheirs = error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC'
    if (!isTheirs || error instanceof errors.JWKSTimeout) throw error
    throw new ProblemException('unauthenticated', 'What Cloudflare Access says about you does not hold.')
  }
}
