import type { Envelope } from '../../security/envelope.ts'
import type { KeyEnv } from '../../security/keyring.ts'
import { envelopeStateOf, type SealState } from '../../security/vault.ts'
import { joinContext } from '../shard/PersonalVault.ts'
import { personalKeyOf } from './personalKey.ts'
import type { SettingsPush } from './SettingsPush.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

type Deps = { env: KeyEnv; store: WorkspaceStore; push: () => SettingsPush }

/** The key that makes tokens of personal values which are to be joined in the workspace. */
export class JoinKey {
  readonly #deps: Deps
  #kept: Promise<void> | null = null

  constructor(deps: Deps) {
    this.#deps = deps
  }

  stored(): Envelope | null {
    const stored = this.#deps.store.fact('personal-key')
    return stored === null ? null : (JSON.parse(stored) as Envelope)
  }

  /** How it stands to the keys of the environment; null where there is none. */
  async state(): Promise<SealState | null> {
    const stored = this.stored()
    return stored && envelopeStateOf(this.#deps.env, joinContext, stored)
  }

  /** Once a start, since keys change with a new start alone: one that is new, or newly wrapped, goes to the shards. */
  keep(): Promise<void> {
    this.#kept ??= this.#keep()
    return this.#kept
  }

  async #keep(): Promise<void> {
    const { env, store, push } = this.#deps
    const stored = this.stored()
    const key = await personalKeyOf(env, stored)
    if (key === null || key === stored) return
    store.sql.atomically(() => {
      store.setFact('personal-key', JSON.stringify(key))
      store.raiseRevision()
    })
    await push().send()
  }
}
