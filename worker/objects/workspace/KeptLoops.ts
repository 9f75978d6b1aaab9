import type { LoopEvent } from '../../../shared/graph/loopEvent.ts'
import { type Env, isLocal } from '../../env.ts'
import type { Hosts } from './Hosts.ts'
import type { Loops } from './Loops.ts'
import type { SettingsPush } from './SettingsPush.ts'
import { seedHosts, seedLoops } from './seed.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Deps = { env: Env; store: WorkspaceStore; loops: Loops; hosts: Hosts; push: SettingsPush }

const author = 'pavane'

/** Enters loops into the catalogue and drops them; each is noted, and goes to the shards where it listens to others. */
export class KeptLoops {
  readonly #deps: Deps
  #seeding: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  add(name: string, by: string): void {
    const { store, loops } = this.#deps
    store.sql.atomically(() => {
      if (loops.add(name)) store.changes.append(by, 'loop.created', name, '')
    })
  }

  async remove(name: string, by: string, reason: string): Promise<void> {
    const { store, loops, push } = this.#deps
    const isFollower = loops.isFollower(name)
    store.change(by, 'loop.deleted', name, () => loops.remove(name), { reason })
    if (isFollower) await push.send()
  }

  async listen(name: string, on: readonly LoopEvent[]): Promise<void> {
    const { store, loops, push } = this.#deps
    if (!loops.listen(name, on)) return
    store.raiseRevision()
    await push.send()
  }

  /** Puts the example there, once; what was cut off is gone on with. */
  async seed(): Promise<void> {
    if (this.#deps.store.fact('seeded') !== null) return
    this.#seeding ??= this.#seed().finally(() => {
      this.#seeding = null
    })
    await this.#seeding
  }

  async #seed(): Promise<void> {
    const { env, store, hosts } = this.#deps
    if (isLocal(env)) store.change(author, 'host.set', 'sandbox', () => seedHosts(hosts))
    await seedLoops(env, (name) => this.add(name, author))
    store.setFact('seeded', String(Date.now()))
  }
}
