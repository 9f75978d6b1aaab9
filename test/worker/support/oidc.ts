import { inject } from 'vitest'
import { app } from '../../../worker/app.ts'
import type { Bindings } from '../../../worker/env.ts'
import { inWorkspace } from '../../../worker/objects/inWorkspace.ts'
import { env, origin } from './edge.ts'

declare module 'vitest' {
  interface ProvidedContext {
    oidcIssuer: string
  }
}

/** The Worker with more in its environment. Its objects have the environment of all tests. */
export function workerWith(settings: Partial<Bindings>) {
  const given = inWorkspace({ ...env, ...settings }, 'default')
  return async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = path.startsWith('/') ? `${origin}${path}` : path
    return app.fetch(new Request(url, { redirect: 'manual', ...init }), given)
  }
}

/** Settings of the real provider that runs beside the tests. */
export const oidcSettings = (): Partial<Bindings> => ({
  PAVANE_OIDC_ISSUER: inject('oidcIssuer'),
  PAVANE_OIDC_CLIENT_ID: 'pavane',
  PAVANE_OIDC_CLIENT_SECRET: 'a-client-secret-for-tests-only',
})

/** A browser that keeps cookies of one origin. */
export class Jar {
  readonly #cookies = new Map<string, string>()

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      if (value === '' || /max-age=0\b/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** Goes through the provider as the browser of a person does; the address that it is sent back to. */
export async function atProvider(authorization: string, who: string): Promise<string> {
  const jar = new Jar()
  jar.set('who', who)
  let address = authorization
  for (let hops = 0; hops < 8; hops += 1) {
    const response = await fetch(address, { redirect: 'manual', headers: { cookie: jar.header } })
    jar.take(response)
    const location = response.headers.get('location')
    if (location === null)
      throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    address = new URL(location, address).href
    if (address.startsWith(origin)) return address
  }
  throw new Error('The provider does not come to an end')
}
