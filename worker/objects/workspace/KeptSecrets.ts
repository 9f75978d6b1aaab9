import type { PutSecret, SecretInfo } from '../../../shared/api/workspace.ts'
import type { Env } from '../../env.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { keyFault } from '../../security/keyring.ts'
import { sealSecret } from '../../security/vault.ts'
import { type Resealed, resealSecrets } from './resealSecrets.ts'
import { describeSecret, type Secrets } from './Secrets.ts'
import type { SettingsPush } from './SettingsPush.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Deps = { env: Env; store: WorkspaceStore; secrets: Secrets; push: SettingsPush }

/** Sets secrets, drops them, and brings them under the environment's current key; each is noted, and goes to the shards. */
export class KeptSecrets {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  list(): Promise<SecretInfo[]> {
    return this.#deps.secrets.list(this.#deps.env)
  }

  async put(
    name: string,
    { value, keepPreviousSeconds = 0, reason = '', ...restriction }: PutSecret,
    by: string,
  ): Promise<Answer<SecretInfo>> {
    const { env, store, secrets, push } = this.#deps
    if (value === undefined && !secrets.has(name))
      return refuse('invalid-request', `There is no secret “${name}” yet: give its value.`)
    const fault = keyFault(env)
    if (fault) return refuse('configuration-missing', fault)
    const sealed = value === undefined ? null : await sealSecret(env, name, value)
    const put = () => {
      if (sealed) secrets.put(name, sealed, by, keepPreviousSeconds)
      secrets.restrict(name, restriction)
    }
    const detail = describeSecret(value !== undefined, keepPreviousSeconds, restriction)
    store.change(by, 'secret.set', name, put, { detail, reason })
    await push.send()
    const info = (await this.list()).find((secret) => secret.name === name)
    return info ? answer(info) : refuse('conflict', `Somebody removed “${name}” at the same time.`)
  }

  /**
   * Brings all secrets under the current key and tells the shards. The mark outlives a crash in between: without it the shards would
   * keep what only the former key opens.
   */
  async reseal(by: string): Promise<Resealed> {
    const { env, store, secrets, push } = this.#deps
    const begun = store.fact('resealing') !== null
    const done = await resealSecrets(secrets, env, (stored, anew) => {
      store.setFact('resealing', by)
      return secrets.replace(stored, anew)
    })
    if (begun || done.resealed > 0) {
      const words = `${done.resealed} ${done.resealed === 1 ? 'value is' : 'values are'} under the current key now`
      store.change(by, 'secrets.resealed', 'workspace', () => undefined, words)
      await push.send()
      store.dropFact('resealing')
    }
    return done
  }

  async delete(name: string, by: string, reason: string): Promise<Answer<null>> {
    const { store, secrets, push } = this.#deps
    if (!secrets.has(name)) return refuse('not-found', `There is no secret “${name}”.`)
    store.change(by, 'secret.deleted', name, () => secrets.delete(name), { reason })
    await push.send()
    return answer(null)
  }
}
