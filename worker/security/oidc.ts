import * as oauth from 'oauth4webapi'
import type { Identified } from '../objects/workspace/identityApi.ts'
import type { OidcSettings } from './identityProviders.ts'
import { groupsIn, readEmail } from './readClaims.ts'
import type { SignInFlow } from './signInFlow.ts'

/** Why nobody is signed in: what the browser brought back is not what it left with, the provider’s answer does not hold, or names no address. */
export type OidcFault = 'expired' | 'provider' | 'no-email' | 'unverified'

export type OidcResult = { ok: true; person: Identified } | { ok: false; fault: OidcFault; because: string }

type Options = {
  /** This server’s own address for answers of the provider. */
  redirectUri: string
  /** A builder’s own machine may have a provider without TLS. */
  local: boolean
}

const rediscoverMs = 60 * 60 * 1000
const providers = new Map<string, { server: oauth.AuthorizationServer; until: number }>()

/** Nobody answered, or not in time. What `fetch` throws then has no class of its own. */
class UnreachableError extends Error {}

type Asked = oauth.CustomFetchOptions<string, URLSearchParams | undefined>

async function reach(address: string, { body, ...init }: Asked): Promise<Response> {
  try {
    return await fetch(address, { ...init, ...(body ? { body } : {}) })
  } catch (cause) {
    throw new UnreachableError('The provider does not answer', { cause })
  }
}

const requestOptions = ({ local }: Options) => ({
  [oauth.allowInsecureRequests]: local,
  [oauth.customFetch]: reach,
  signal: () => AbortSignal.timeout(10_000),
})

/**
 * What the provider says of itself, asked once an hour. Only an answer is kept: one under way ends with the request that asks, and
 * whoever waited for it would wait for good.
 */
async function discover({ issuer }: OidcSettings, options: Options, now: number) {
  const place = `${issuer.href} ${options.local}`
  const known = providers.get(place)
  if (known && known.until > now) return known.server
  const asked = await oauth.discoveryRequest(issuer, { algorithm: 'oidc', ...requestOptions(options) })
  const server = await oauth.processDiscoveryResponse(issuer, asked)
  providers.set(place, { server, until: now + rediscoverMs })
  return server
}

/** Where the browser goes to sign in, and what has to be remembered until it is back. */
export async function beginOidc(
  settings: OidcSettings,
  next: string,
  options: Options,
  now: number,
): Promise<{ location: string; flow: SignInFlow } | null> {
  const server = await settled(discover(settings, options, now))
  if (!server.ok || server.value.authorization_endpoint === undefined) return null
  const flow = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    next,
  }
  const location = new URL(server.value.authorization_endpoint)
  const parameters = {
    client_id: settings.clientId,
    redirect_uri: options.redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) location.searchParams.set(name, value)
  return { location: location.href, flow }
}

/** Who came back from the provider: OpenID Connect Core 1.0, section 3.1, with PKCE (RFC 7636) and the signature checked besides TLS. */
export async function finishOidc(
  settings: OidcSettings,
  flow: SignInFlow,
  callback: URL,
  options: Options,
  now: number,
): Promise<OidcResult> {
  const found = await settled(exchange(settings, flow, callback, options, now))
  if (!found.ok) return { ok: false, fault: found.fault, because: found.because }
  const claims = found.value
  const email = readEmail(claims['email'])
  if (email === null) return { ok: false, fault: 'no-email', because: 'no claim email' }
  // Whoever may write any address into their account there would else be anybody here.
  if (claims['email_verified'] !== true && !settings.trustEmail)
    return { ok: false, fault: 'unverified', because: 'email_verified is not true' }
  const name = typeof claims['name'] === 'string' ? claims['name'].slice(0, 120) : email
  return { ok: true, person: { email, name, groups: groupsIn(claims, settings.groupsClaim) } }
}

async function exchange(
  settings: OidcSettings,
  flow: SignInFlow,
  callback: URL,
  options: Options,
  now: number,
): Promise<Record<string, unknown>> {
  const server = await discover(settings, options, now)
  const client: oauth.Client = { client_id: settings.clientId }
  const auth = settings.clientSecret === null ? oauth.None() : oauth.ClientSecretBasic(settings.clientSecret)
  const parameters = oauth.validateAuthResponse(server, client, callback, flow.state)
  const asked = requestOptions(options)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    auth,
    parameters,
    options.redirectUri,
    flow.verifier,
    asked,
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: flow.nonce,
    requireIdToken: true,
  })
  await oauth.validateApplicationLevelSignature(server, response, asked)
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  if (claims === undefined) throw new Error('An ID token was required, and is not there')
  if (claims['email'] !== undefined || server.userinfo_endpoint === undefined) return { ...claims }
  // Many providers keep the address out of the ID token.
  const info = await oauth.userInfoRequest(server, client, tokens.access_token, asked)
  return { ...claims, ...(await oauth.processUserInfoResponse(server, client, claims.sub, info)) }
}

type Settled<T> = { ok: true; value: T } | { ok: false; fault: 'expired' | 'provider'; because: string }

/** What the provider may get wrong, or who pretends to be it, as a value. Anything else is a bug of ours. */
async function settled<T>(work: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    const because = describeFault(error)
    if (because === null) throw error
    return { ok: false, fault: 'provider', because }
  }
}

/** A word for the log. What the provider itself wrote is left out: it may name people. */
function describeFault(error: unknown): string | null {
  if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
    return error.error.slice(0, 60)
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError)
    return error.code ?? error.name
  if (error instanceof oauth.WWWAuthenticateChallengeError) return `status ${error.status}`
  return error instanceof UnreachableError ? 'no answer' : null
}
