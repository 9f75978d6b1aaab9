import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type FetchImplementation,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import { ProblemException } from '../http/problem.ts'
import type { Identified } from '../objects/workspace/identityApi.ts'
import { describeBug, log } from '../telemetry/log.ts'
import type { AccessSettings } from './identityProviders.ts'
import { groupsIn, readEmail } from './readClaims.ts'

export const accessHeader = 'cf-access-jwt-assertion'

type KeySet = ReturnType<typeof createRemoteJWKSet>

/** The certificates of each team that was asked for; the library keeps and renews them. */
const keySets = new Map<string, KeySet>()

/** There was no answer at all. */
class Unreachable extends Error {}

const fetchOrUnreachable: FetchImplementation = async (url, init) => {
  try {
    return await fetch(url, init)
  } catch (error) {
    throw init.signal.aborted ? error : new Unreachable(`${url} did not answer`, { cause: error })
  }
}

function keysOf(issuer: string): KeySet {
  const certificates = new URL(`${issuer}/cdn-cgi/access/certs`)
  const keys =
    keySets.get(issuer) ??
    createRemoteJWKSet(certificates, { timeoutDuration: 10_000, [customFetch]: fetchOrUnreachable })
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

/** Seconds after which a browser may ask again when the certificates can’t be had. */
const retryAfterSeconds = 5

async function payloadOf(assertion: string, issuer: string, audience: string): Promise<JWTPayload> {
  try {
    const options = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp', 'sub'] }
    return (await jwtVerify(assertion, keysOf(issuer), options)).payload
  } catch (error) {
    // That the certificates can’t be had is no fault of who asks.
    if (isUnreachable(error)) throw unreachable(error)
    if (!(error instanceof errors.JOSEError)) throw error
    throw new ProblemException('unauthenticated', 'What Cloudflare Access says about you does not hold.')
  }
}

/** The library passes on what fetching throws, and has no code of its own for an answer that is no success or no JSON. */
const isUnreachable = (error: unknown): error is Error =>
  error instanceof Unreachable ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === errors.JOSEError.code)

function unreachable(error: Error): ProblemException {
  log('warn', 'access.keys-unreachable', describeBug(error))
  const detail = `The keys of Cloudflare Access can’t be fetched, so nobody can be let in by it. Try again in ${retryAfterSeconds} seconds.`
  return new ProblemException('unavailable', detail, {
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
}
