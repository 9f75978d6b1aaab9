import type { TestProject } from 'vitest/node'
import { type Account, startOidcProvider } from './oidcProvider.ts'

declare module 'vitest' {
  interface ProvidedContext {
    oidcIssuer: string
  }
}

const person = (name: string, more: Account = {}): Account => ({
  name,
  email: `${name}@pavane.test`,
  email_verified: true,
  ...more,
})

const accounts = {
  vera: person('vera', { email: 'Vera@Pavane.test' }),
  first: person('first'),
  elsewhere: person('elsewhere'),
  grace: person('grace', { groups: ['ops', 'reviewers'] }),
  stranger: person('stranger'),
  unproven: person('unproven', { email_verified: false }),
  nameless: { name: 'nameless' },
}

/** A real OpenID Connect provider for the tests in workerd. */
export async function setup(project: TestProject): Promise<() => void> {
  const provider = await startOidcProvider(accounts, ['http://pavane.test/api/sign-in/oidc/callback'])
  project.provide('oidcIssuer', provider.issuer)
  return () => provider.close()
}
