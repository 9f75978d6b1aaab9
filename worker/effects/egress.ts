import type { EffectError } from '../../shared/engine/effectError.ts'
import { type Env, isLocal } from '../env.ts'
import {
  addressRefusal,
  bareHost,
  type EgressPolicy,
  egressRefusal,
  isAddress,
} from '../security/egressGuard.ts'
import { resolveName } from '../security/resolveName.ts'
import { failedBefore } from './executor.ts'
import type { Secrets } from './openSecrets.ts'

/** A host of the workspace as settings have it. */
type HostAddress = { baseUrl: string; sandbox: boolean }

/** Says why a request must not leave for an address; null lets it go. Asked anew for each hop. */
export async function refusalToLeave(
  url: URL,
  host: HostAddress,
  { env, secrets }: { env: Env; secrets: Secrets },
): Promise<{ ok: false; error: EffectError } | null> {
  const policy: EgressPolicy = { local: isLocal(env) }
  if (host.sandbox)
    return policy.local ? null : failedBefore('configuration', 'The sandbox exists on a local server only.')
  const refusal = egressRefusal(url, policy)
  if (refusal) return failedBefore('policy', refusal)
  if (policy.local) return null
  if (url.protocol === 'http:' && Object.keys(secrets).length > 0)
    return failedBefore('policy', 'A secret leaves over https only: change the host’s address.')
  return refusedName(bareHost(url), env.PAVANE_DNS ?? null, policy)
}

/**
 * Looks at what a name stands for. Whoever owns a name can change it before the request leaves; Cloudflare's network and a workerd that
 * allows `public` alone refuse such a call then, so this is not the only guard, and it is the one that says why.
 */
async function refusedName(
  host: string,
  resolver: string | null,
  policy: EgressPolicy,
): Promise<{ ok: false; error: EffectError } | null> {
  if (isAddress(host) || resolver === 'off') return null
  const resolved = await resolveName(host, resolver, Date.now())
  if (resolved.ok) {
    const refusal = resolved.addresses.map((address) => addressRefusal(address, policy)).find(Boolean)
    return refusal ? failedBefore('policy', `The name ${host} leads where it must not. ${refusal}`) : null
  }
  const message =
    resolved.because === 'no-such-name'
      ? `There is no host named ${host}.`
      : `Nobody could be asked where ${host} is.`
  return failedBefore('network', message, true)
}
