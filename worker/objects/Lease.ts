import { DurableObject } from 'cloudflare:workers'
import type { Bindings, Env } from '../env.ts'
import { describeBug, log } from '../telemetry/log.ts'
import { envOf } from './inWorkspace.ts'
import { leaseMigrations } from './lease/migrations.ts'
import { placeOfRun } from './placement.ts'
import { type LeaseApi, type LeaseGrant, type LeaseRequest, shardOf } from './ports.ts'
import { migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

type Waiting = { effect: string; run: string; resource: string; ttl_ms: number }
type Held = { effect: string; run: string; resource: string; token: number; until: number; told: number }

const retryMs = 1000

/**
 * One named resource, held by one step at a time, in the order in which it was asked for. The fencing token grows with
 * every grant and never repeats, so a target can tell a holder whose time was up from the one that came after.
 */
export class Lease extends DurableObject<Env> implements LeaseApi {
  readonly #sql: Sql

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    migrate(this.#sql, leaseMigrations)
  }

  async acquire({ resource, run, effect, ttlMs }: LeaseRequest): Promise<LeaseGrant | null> {
    this.#expire()
    if (this.#held()?.effect !== effect) {
      const query =
        'INSERT INTO waiting (effect, run, resource, ttl_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'
      this.#sql.run(query, effect, run, resource, ttlMs)
      this.#grantNext()
    }
    const held = this.#held()
    const isMine = held?.effect === effect
    if (isMine) this.#setTold(held.token)
    await this.#setAlarm()
    return isMine ? grantOf(held) : null
  }

  async release(token: number) {
    this.#sql.run('DELETE FROM held WHERE token = ?', token)
    await this.#goOn()
  }

  async withdraw(effect: string) {
    this.#sql.run('DELETE FROM waiting WHERE effect = ?', effect)
    const held = this.#held()
    if (held?.effect === effect) await this.release(held.token)
  }

  override async alarm() {
    await this.#goOn()
  }

  /** Passes the lease on when it is free, and tells its new holder. */
  async #goOn() {
    this.#expire()
    this.#grantNext()
    await this.#tell()
    await this.#setAlarm()
  }

  /** A holder that can't be told is told again later; one whose run is gone gives the lease back. */
  async #tell() {
    const held = this.#held()
    if (!held || held.told === 1) return
    const place = placeOfRun(held.run, this.env.workspace)
    if (!place) throw new Error('Only runs hold leases')
    try {
      const isWanted = await shardOf(this.env, place.loop, place.shard).leaseGranted(held.run, grantOf(held))
      if (isWanted) this.#setTold(held.token)
      else await this.release(held.token)
    } catch (error) {
      log('warn', 'lease.not-told', { run: held.run, ...describeBug(error) })
    }
  }

  #grantNext() {
    if (this.#held()) return
    this.#sql.atomically(() => {
      const query = 'DELETE FROM waiting WHERE position = (SELECT min(position) FROM waiting) RETURNING *'
      const next = this.#sql.first<Waiting>(query)
      if (!next) return
      const token =
        this.#sql.first<{ token: number }>('UPDATE fence SET token = token + 1 RETURNING token')?.token ?? 1
      const until = Date.now() + next.ttl_ms
      const values = [next.effect, next.run, next.resource, token, until]
      this.#sql.run('INSERT INTO held VALUES (?, ?, ?, ?, ?, 0)', ...values)
    })
  }

  #held(): Held | undefined {
    return this.#sql.first<Held>('SELECT * FROM held')
  }

  #setTold(token: number) {
    this.#sql.run('UPDATE held SET told = 1 WHERE token = ?', token)
  }

  #expire() {
    this.#sql.run('DELETE FROM held WHERE until <= ?', Date.now())
  }

  async #setAlarm() {
    const held = this.#held()
    if (!held) return
    await this.ctx.storage.setAlarm(held.told === 1 ? held.until : Date.now() + retryMs)
  }
}

const grantOf = ({ effect, resource, token, until }: Held): LeaseGrant => ({ effect, resource, token, until })
