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

  /** Why an address can't be one of a host; null when it can. */
  refusal(baseUrl: string): Answer<never> | null {
    const refusal = egressRefusal(new URL(baseUrl), { local: isLocal(this.#deps.env) })
    return refusal ? refuse('invalid-request', refusal) : null
  }

  /** `hands`: through whose it went, where it took two. */
  async put(name: string, baseUrl: string, by: string, reason: string, hands = ''): Promise<Answer<Host>> {
    const { store, hosts, push } = this.#deps
    const refusal = this.refusal(baseUrl)
    if (refusal) return refusal
    const detail = hands === '' ? baseUrl : `${baseUrl}, ${hands}`
    const told = { ...this.#addressOf(name), to: { value: baseUrl }, detail, reason }
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
