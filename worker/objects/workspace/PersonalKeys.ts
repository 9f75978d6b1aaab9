import type { Env } from '../../env.ts'
import type { SealState } from '../../security/vault.ts'
import { allShards } from '../placement.ts'
import { shardOf } from '../ports.ts'
import type { JoinKey } from './JoinKey.ts'
import type { Loops } from './Loops.ts'
import type { SigningKey } from './SigningKey.ts'

type Deps = { env: Env; joinKey: JoinKey; signing: SigningKey; loops: Loops }

/** The keys besides secrets that the environment's key wraps: those of the shards, for joining, and for receipts. */
export class PersonalKeys {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** Brings this workspace's own under the current key. A shard does that with its own when it wakes. */
  async reseal(): Promise<void> {
    await this.#deps.signing.reseal()
    await this.#deps.joinKey.keep()
  }

  /** How many stand how to the keys of the environment. Every shard is asked, and so woken. */
  async count(): Promise<Record<SealState, number>> {
    const { env, joinKey, signing, loops } = this.#deps
    const shards = loops
      .all()
      .flatMap(({ name, shards }) =>
        allShards(shards).map((shard) => shardOf(env, name, shard).privacy('key', null)),
      )
    const counts = { current: 0, former: 0, lost: 0 }
    for (const state of await Promise.all([joinKey.state(), signing.state(), ...shards]))
      if (state) counts[state] += 1
    return counts
  }
}
