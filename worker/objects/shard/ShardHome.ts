import type { Digest } from '../../../shared/audit/digest.ts'
import { isPersonal } from '../../../shared/privacy/personalOf.ts'
import type { Env } from '../../env.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import type { ShardPlace } from '../placement.ts'
import { type Deployment, loopOf, type Settings } from '../ports.ts'
import { isFresh, migrate } from '../storage/migrate.ts'
import { Sql } from '../storage/Sql.ts'
import type { NumberedProgram } from './DeployedLoop.ts'
import { shardMigrations } from './migrations.ts'
import { openShard, type Shard } from './openShard.ts'
import { refusalToRemove } from './refusalToRemove.ts'

/** Opens a shard over an object's storage once something was deployed to it, and gets what it lacks from its loop. */
export class ShardHome {
  readonly ctx: DurableObjectState
  readonly env: Env
  readonly place: ShardPlace
  readonly #sql: Sql
  #shard: Shard | null = null
  /** Settings that came while what was deployed was still being asked for. */
  #early: Settings | null = null

  constructor(ctx: DurableObjectState, env: Env, place: ShardPlace) {
    this.ctx = ctx
    this.env = env
    this.place = place
    this.#sql = new Sql(ctx.storage)
    if (!isFresh(this.#sql)) void ctx.blockConcurrencyWhile(() => this.#open())
  }

  /** The shard; null as long as nothing was deployed. */
  get shard(): Shard | null {
    return this.#shard
  }

  async deploy(deployment: Deployment): Promise<void> {
    const shard = await this.#open()
    // Before a call can find what was deployed: its turn does not wait for keys.
    if (deployment.versions.some(({ program }) => isPersonal(program)))
      await shard.vault.prepare(deployment.settings)
    shard.deployed.deploy(deployment)
    if (this.#early) shard.deployed.configure(this.#early)
    this.#early = null
    shard.admissions.configure()
    shard.effects.watch()
  }

  async configure(settings: Settings): Promise<void> {
    if (this.#shard?.vault.isUsed) await this.#shard.vault.prepare(settings)
    if (this.#shard) this.#shard.deployed.configure(settings)
    else if (settings.revision >= (this.#early?.revision ?? 0)) this.#early = settings
  }

  /** A version by its digest; one that is outside of the rollout is pulled once. */
  async program(shard: Shard, version: Digest): Promise<Answer<NumberedProgram>> {
    const known = shard.deployed.program(version)
    if (known) return answer(known)
    const pulled = await loopOf(this.env, this.place.loop).program(version)
    if (!pulled.ok) return pulled
    if (isPersonal(pulled.value.program)) await shard.vault.prepare(shard.deployed.settings)
    shard.deployed.addProgram(pulled.value)
    return answer(shard.deployed.program(version) ?? pulled.value)
  }

  /** The shard, with what was deployed to it, of that revision at least; what it was never given is pulled. */
  async deployed(revision = 0): Promise<Answer<Shard>> {
    const known = this.#shard?.deployed
    if (this.#shard && known?.rollout && known.revision >= revision) return answer(this.#shard)
    const pulled = await loopOf(this.env, this.place.loop).deployment()
    if (!pulled.ok) return pulled
    if (pulled.value.rollout.stable === null)
      return refuse('loop-not-published', 'Publish the loop first: it has no version that takes calls.')
    await this.deploy(pulled.value)
    return answer(await this.#open())
  }

  /** Forgets everything; refuses while runs are under way. */
  async remove(): Promise<Answer<null>> {
    const refusal = this.#shard && refusalToRemove(this.#shard)
    if (refusal) return refusal
    this.#shard?.deliveries.forget()
    this.#shard?.meters.forget()
    this.#shard?.kpis.forget()
    this.#shard = null
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    return answer(null)
  }

  async #open(): Promise<Shard> {
    if (this.#shard) return this.#shard
    migrate(this.#sql, shardMigrations)
    const opened = await openShard(this.ctx, this.env, this.#sql, this.place)
    this.#shard ??= opened
    return this.#shard
  }
}
