import { type Context, Hono } from 'hono'
import type { SignInFault } from '../../shared/api/identity.ts'
import { ownPath } from '../../shared/api/ownPath.ts'
import { type AppEnv, isLocal } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { queryOf } from '../http/requestBody.ts'
import { homeOf, ownerFor } from '../objects/homeOf.ts'
import { workspaceOf } from '../objects/ports.ts'
import { accessSettings, type OidcSettings, oidcSettings } from '../security/identityProviders.ts'
import { masterKey } from '../security/keyring.ts'
import { beginOidc, finishOidc } from '../security/oidc.ts'
import {
  clearFlowCookie,
  readFlowCookie,
  setFlowCookie,
  setSessionCookie,
} from '../security/sessionCookie.ts'
import { openFlow, sealFlow } from '../security/signInFlow.ts'
import { log } from '../telemetry/log.ts'
import { clientOf } from './session.ts'

const callbackPath = '/api/sign-in/oidc/callback'

/** Signing in at an OpenID Connect provider. The browser comes by itself, so what goes wrong is told on the sign-in page. */
export const signIn: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/sign-in', (c) =>
    c.json({
      link: isLocal(c.env),
      oidc: oidcSettings(c.env)?.name ?? null,
      access: accessSettings(c.env) !== null,
    }),
  )
  .get('/api/sign-in/oidc', async (c) => {
    const { settings, master } = requireOidc(c)
    const next = ownPath(queryOf(c, 'startSignIn').next)
    const begun = await beginOidc(settings, next, optionsOf(c), Date.now())
    if (!begun) return refuse(c, 'provider', next)
    c.header('set-cookie', setFlowCookie(c.req.url, await sealFlow(begun.flow, master)))
    return c.redirect(begun.location)
  })
  .get(callbackPath, async (c) => {
    const { settings, master } = requireOidc(c)
    const sealed = readFlowCookie(c.req.raw)
    c.header('set-cookie', clearFlowCookie(c.req.url))
    const flow = sealed === null ? null : await openFlow(sealed, master)
    if (!flow) return refuse(c, 'expired', '/')
    const found = await finishOidc(settings, flow, new URL(c.req.url), optionsOf(c), Date.now())
    if (!found.ok) {
      log('warn', 'sign-in.refused', { fault: found.fault, because: found.because })
      return refuse(c, found.fault, flow.next)
    }
    const home = await homeOf(c.env, ownerFor(found.person))
    const signedIn = home && (await workspaceOf(home).signInPerson(found.person, clientOf(c.req.raw)))
    if (!signedIn?.ok) return refuse(c, 'no-role', flow.next)
    const { credential, maxAgeSeconds } = signedIn.value
    c.header('set-cookie', setSessionCookie(c.req.url, credential, maxAgeSeconds), { append: true })
    return c.redirect(flow.next)
  })

type SignInContext = Context<AppEnv>

function requireOidc(c: SignInContext): { settings: OidcSettings; master: string } {
  const settings = oidcSettings(c.env)
  const master = masterKey(c.env)
  if (settings && master !== null) return { settings, master }
  throw new ProblemException(
    'configuration-missing',
    'No OpenID Connect provider is set: it takes PAVANE_OIDC_ISSUER, PAVANE_OIDC_CLIENT_ID, and PAVANE_KEY or PAVANE_TOKEN.',
  )
}

const optionsOf = (c: SignInContext) => ({
  redirectUri: `${c.env.PAVANE_ORIGIN || new URL(c.req.url).origin}${callbackPath}`,
  local: isLocal(c.env),
})

function refuse(c: SignInContext, fault: SignInFault, next: string): Response {
  const query = new URLSearchParams({ fault, ...(next === '/' ? {} : { next }) })
  return c.redirect(`/sign-in?${query.toString()}`)
}
