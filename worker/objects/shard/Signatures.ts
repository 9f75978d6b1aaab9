import type { TimedSignature } from '../../security/verifyCaller.ts'
import type { Sql } from '../storage/Sql.ts'
import type { PersonalVault } from './PersonalVault.ts'

/** Whose a signed call is: the shard that takes it, and the run that it started there; null as long as there is none, or elsewhere. */
type Taken = { shard: number; run: string | null }

/** The clocks of two machines may differ by so much. */
const clockSkewMs = 60_000
const pruneEveryMs = 5000

/**
 * Which signed calls came, as long as their signatures are taken. A call that comes with one of them again is the same one, whatever its
 * unsigned headers say. Which run it started is kept where the run is; in a loop of several shards one of them, chosen by the mark,
 * also keeps which shard that is (`placing.ts`).
 */
export class Signatures {
  readonly #sql: Sql
  readonly #vault: PersonalVault
  readonly #number: number
  #pruneAt = 0

  constructor(sql: Sql, vault: PersonalVault, number: number) {
    this.#sql = sql
    this.#vault = vault
    this.#number = number
  }

  find({ mark, until }: TimedSignature): Taken | undefined {
    const opaque = this.#vault.isReady ? this.#row(until, this.#vault.opaque(mark)) : undefined
    return opaque ?? this.#row(until, mark)
  }

  /** Within the turn that accepts the call. */
  started(signed: TimedSignature, run: string): void {
    this.#put(signed, this.#number, run)
  }

  /** Leaves a call to a shard, unless it is another's already; whose it is. */
  leaveTo(signed: TimedSignature, shard: number): number {
    const known = this.find(signed)
    if (known) return known.shard
    this.#put(signed, shard, null)
    this.prune(Date.now())
    return shard
  }

  /** Forgets those that no shard takes any more; now and then. */
  prune(now: number): void {
    if (now < this.#pruneAt) return
    this.#pruneAt = now + pruneEveryMs
    this.#sql.run('DELETE FROM signatures WHERE until < ?', now - clockSkewMs)
  }

  /** The digest of a body may tell what is in it: where runs hold personal data it is not kept as it is. */
  #put({ mark, until }: TimedSignature, shard: number, run: string | null): void {
    const kept = this.#vault.isReady ? this.#vault.opaque(mark) : mark
    this.#sql.run('INSERT OR REPLACE INTO signatures VALUES (?, ?, ?, ?)', until, kept, shard, run)
  }

  #row(until: number, mark: string): Taken | undefined {
    const query = 'SELECT shard, run FROM signatures WHERE until = ? AND mark = ?'
    return this.#sql.first<Taken>(query, until, mark)
  }
}
