import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

/** What the provider says of a person. */
export type Account = {
  email?: string
  email_verified?: boolean
  name?: string
  groups?: string[]
}

export const oidcClient = { id: 'pavane', secret: 'a-client-secret-for-tests-only' }

/** An OpenID Connect provider over HTTP, run by its library. It signs in whoever the browser names in the cookie `who`, without asking. */
export type OidcProvider = { issuer: string; close(): void }

/** Starts one that knows these people and answers at these addresses. */
export async function startOidcProvider(
  accounts: Record<string, Account>,
  redirectUris: string[],
): Promise<OidcProvider> {
  const server = createServer()
  // By itself Node closes a connection after five idle seconds, soon on a busy machine: what workerd sends on it right then is lost.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, configurationFor(accounts, redirectUris))
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next()
    const details = await provider.interactionDetails(context.req, context.res)
    const who = /(?:^|; )who=([^;]+)/.exec(context.get('cookie'))?.[1] ?? ''
    const result =
      who === 'refuses'
        ? { error: 'access_denied' }
        : { login: { accountId: details.session?.accountId ?? who }, consent: {} }
    await provider.interactionFinished(context.req, context.res, result)
    return undefined
  })
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return { issuer, close: () => stop(server) }
}

function stop(server: Server) {
  server.closeAllConnections()
  server.close()
}

const configurationFor = (accounts: Record<string, Account>, redirectUris: string[]): Configuration => ({
  clients: [
    {
      client_id: oidcClient.id,
      client_secret: oidcClient.secret,
      redirect_uris: redirectUris,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    },
  ],
  cookies: { keys: ['a-key-of-the-tests'] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
  findAccount: (_, id) => {
    const account = accounts[id]
    return account && { accountId: id, claims: () => ({ sub: id, ...account }) }
  },
  loadExistingGrant: async ({ oidc }) => {
    const { client, session, provider } = oidc
    if (!client || !session?.accountId) return undefined
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
    grant.addOIDCScope('openid email profile')
    await grant.save()
    return grant
  },
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  features: { devInteractions: { enabled: false } },
})
