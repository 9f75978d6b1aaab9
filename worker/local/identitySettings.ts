/** What a local server passes on to the Worker of who people are, from its own environment. */
export const identitySettings = [
  'PAVANE_ADMINS',
  'PAVANE_OIDC_ISSUER',
  'PAVANE_OIDC_CLIENT_ID',
  'PAVANE_OIDC_CLIENT_SECRET',
  'PAVANE_OIDC_NAME',
  'PAVANE_OIDC_TRUST_EMAIL',
  'PAVANE_GROUPS_CLAIM',
  'PAVANE_ACCESS_TEAM',
  'PAVANE_ACCESS_AUD',
] as const

/** Those of them that are set. */
export const identityEnvironment = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    identitySettings.flatMap((name) => {
      const value = environment[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
