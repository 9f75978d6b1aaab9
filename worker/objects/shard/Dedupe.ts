import type { Sql } from '../storage/Sql.ts'
import type { PersonalVault } from './PersonalVault.ts'

type Known = { run: string; payload: string | null }

/** Which run a key belongs to. `payload` is the digest of what came with it, where a key must not come with another. */
export class Dedupe {
  readonly #sql: Sql
  readonly #vault: PersonalVault

  constructor(sql: Sql, vault: PersonalVault) {
    this.#sql = sql
    this.#vault = vault
  }

  find(key: string): Known | undefined {
    return this.#row(key) ?? (this.#vault.isReady ? this.#row(this.#vault.opaque(key)) : undefined)
  }

  /** Whether what came with a key is what came with it before. */
  isOf({ payload: known }: Known, payload: string): boolean {
    return (
      known === payload || (known !== null && this.#vault.isReady && known === this.#vault.opaque(payload))
    )
  }

  /** `isPersonal`: the key and the digest may tell whose call it was, so neither is kept as it is. */
  add(key: string, run: string, payload: string | null, isPersonal = false): void {
    const kept = (text: string) => (isPersonal ? this.#vault.opaque(text) : text)
    const digest = payload === null ? null : kept(payload)
    // Steps find their children by keys that are made of ids alone.
    this.#sql.run(
      'INSERT INTO dedupe VALUES (?, ?, ?)',
      key.startsWith('child:') ? key : kept(key),
      run,
      digest,
    )
  }

  #row(key: string): Known | undefined {
    return this.#sql.first<Known>('SELECT run, payload FROM dedupe WHERE key = ?', key)
  }
}
