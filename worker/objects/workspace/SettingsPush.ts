import type { Env } from '../../env.ts'
import type { Envelope } from '../../security/envelope.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { allShards } from '../placement.ts'
import { type Settings, shardOf } from '../ports.ts'
import type { Hosts } from './Hosts.ts'
import type { Loops } from './Loops.ts'
import type { PolicySets } from './PolicySets.ts'
import type { Secrets } from './Secrets.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

const retryPushMs = 5000

type Deps = {
  storage: DurableObjectStorage
  env: Env
  store: WorkspaceStore
  hosts: Hosts
  loops: Loops
  policies: PolicySets
  secrets: Secrets
  personalKey: () => Envelope | null
}

/** What the shards of all loops get of the workspace, and that they get it. */
export class SettingsPush {
  readonly #deps: Deps
  #pushes = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Should this object or a push be lost before the shards have the change, the alarm, set in the same turn, repeats it. */
  async send(): Promise<void> {
    const { storage, loops, env } = this.#deps
    this.#pushes += 1
    const push = this.#pushes
    await storage.setAlarm(Date.now() + retryPushMs)
    const pushes = loops.all().flatMap(({ name, shards }) => {
      const settings = this.of(name)
      return allShards(shards).map((shard) => shardOf(env, name, shard).configure(settings))
    })
    const failed = (await Promise.allSettled(pushes)).filter((push) => push.status === 'rejected')
    if (failed.length > 0)
      log('warn', 'settings.push-failed', { shards: failed.length, ...describeBug(failed[0]?.reason) })
    else if (push === this.#pushes) await storage.deleteAlarm()
  }

  /** What a loop's runs need: of the secrets those that it may use. */
  of(loop: string): Settings {
    const { store, policies, personalKey, loops, secrets } = this.#deps
    const hosts = this.#deps.hosts
      .all()
      .map(({ name, baseUrl, sandbox }) => [name, { baseUrl, sandbox }] as const)
    const policySet = policies.current()
    const personal = personalKey()
    const followers = loops.followersOf(loop)
    return {
      revision: store.revision(),
      hosts: Object.fromEntries(hosts),
      secrets: secrets.sealedFor(loop),
      ...(policySet ? { policySet } : {}),
      ...(followers.length > 0 ? { followers } : {}),
      ...(personal ? { personal } : {}),
    }
  }
}
