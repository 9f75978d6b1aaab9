import type { Host } from '../../../shared/api/workspace.ts'
import { type Env, isLocal } from '../../env.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { egressRefusal } from '../../security/egressGuard.ts'
import type { Hosts } from './Hosts.ts'
import type { SettingsPush } from './SettingsPush.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Deps = { env: Env; store: WorkspaceStore; hosts: Hosts; push: SettingsPush }

/** Sets hosts and drops them; each is noted, and goes to the shards. */
export class KeptHosts {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async put(name: string, baseUrl: string, by: string, reason: string): Promise<Answer<Host>> {
    const { env, store, hosts, push } = this.#deps
    const refusal = egressRefusal(new URL(baseUrl), { local: isLocal(env) })
    if (refusal) return refuse('invalid-request', refusal)
    const told = { ...this.#addressOf(name), to: { value: baseUrl }, detail: baseUrl, reason }
    const host = store.change(by, 'host.set', name, () => hosts.put(name, baseUrl), told)
    await push.send()
    return answer(host)
  }

  async delete(name: string, by: string, reason: string): Promise<Answer<null>> {
    const { store, hosts, push } = this.#deps
    const before = this.#addressOf(name)
    if (!before.from) return refuse('not-found', `There is no host “${name}”.`)
    store.change(by, 'host.deleted', name, () => hosts.delete(name), { ...before, reason })
    await push.send()
    return answer(null)
  }

  #addressOf(name: string): { from?: { value: string } } {
    const host = this.#deps.hosts.all().find((each) => each.name === name)
    return host ? { from: { value: host.baseUrl } } : {}
  }
}
