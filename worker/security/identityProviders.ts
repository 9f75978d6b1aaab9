/** What the environment says about who people are. */
export type IdentitySettings = {
  /** E-mail addresses of people who are admins whatever the workspace says. */
  PAVANE_ADMINS?: string | null
  PAVANE_OIDC_ISSUER?: string | null
  PAVANE_OIDC_CLIENT_ID?: string | null
  PAVANE_OIDC_CLIENT_SECRET?: string | null
  /** What the button of the sign-in page calls the provider. */
  PAVANE_OIDC_NAME?: string | null
  /** `1` takes e-mail addresses that the provider does not call verified. */
  PAVANE_OIDC_TRUST_EMAIL?: string | null
  /** The claim that names a person’s groups; `groups` when it is left out. */
  PAVANE_GROUPS_CLAIM?: string | null
  /** The name of the Cloudflare Access team, as in `<team>.cloudflareaccess.com`. */
  PAVANE_ACCESS_TEAM?: string | null
  /** The audience tag of the Access application. */
  PAVANE_ACCESS_AUD?: string | null
}

type Settings = IdentitySettings

/** Who is an admin by the environment, whatever the workspace says: e-mail addresses in `PAVANE_ADMINS`. */
export const firstAdmins = ({ PAVANE_ADMINS }: Settings): string[] =>
  (PAVANE_ADMINS ?? '')
    .split(/[\s,]+/)
    .filter((email) => email !== '')
    .map((email) => email.toLowerCase())

/** An OpenID Connect provider, as the environment names it. */
export type OidcSettings = {
  issuer: URL
  clientId: string
  /** Null for a public client, which has its PKCE verifier alone. */
  clientSecret: string | null
  /** What the button says. */
  name: string
  /** The claim that names groups. */
  groupsClaim: string
  /** Takes an address that the provider does not call verified. */
  trustEmail: boolean
}

/** The provider that people sign in with; null when the environment names none, or not all of it. */
export function oidcSettings(env: Settings): OidcSettings | null {
  if (!env.PAVANE_OIDC_ISSUER || !env.PAVANE_OIDC_CLIENT_ID) return null
  const issuer = new URL(env.PAVANE_OIDC_ISSUER)
  return {
    issuer,
    clientId: env.PAVANE_OIDC_CLIENT_ID,
    clientSecret: env.PAVANE_OIDC_CLIENT_SECRET || null,
    name: env.PAVANE_OIDC_NAME || issuer.hostname,
    groupsClaim: env.PAVANE_GROUPS_CLAIM || 'groups',
    trustEmail: env.PAVANE_OIDC_TRUST_EMAIL === '1',
  }
}

/** Cloudflare Access in front of this Worker: whose certificates to trust, and which application's audience to ask for. */
export type AccessSettings = { issuer: string; audience: string; groupsClaim: string }

/** Null when the environment names no Access application. */
export function accessSettings(env: Settings): AccessSettings | null {
  const { PAVANE_ACCESS_TEAM: team, PAVANE_ACCESS_AUD: audience } = env
  if (!team || !audience) return null
  const issuer = /^https?:\/\//.test(team)
    ? team.replace(/\/+$/, '')
    : `https://${team.replace(/\.cloudflareaccess\.com$/, '')}.cloudflareaccess.com`
  return { issuer, audience, groupsClaim: env.PAVANE_GROUPS_CLAIM || 'groups' }
}
