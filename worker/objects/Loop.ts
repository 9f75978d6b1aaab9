import { DurableObject } from 'cloudflare:workers'
import type { z } from 'zod'
import type { DecideBaseline, ProposeBaseline } from '../../shared/api/baselines.ts'
import type {
  LoopDetail,
  LoopSummary,
  PublishRequest,
  Rollout,
  ScheduleList,
  Shards,
  VersionSummary,
} from '../../shared/api/loops.ts'
import type { PlanPage, PlanQuery } from '../../shared/api/plans.ts'
import type { DecideProposal, ProposalSummary } from '../../shared/api/proposals.ts'
import type { Digest } from '../../shared/audit/digest.ts'
import type { Json } from '../../shared/json.ts'
import type { Bindings, Env } from '../env.ts'
import { type Answer, answer, refuse } from '../http/problem.ts'
import type { Who } from '../security/principal.ts'
import { envOf, readObjectName } from './inWorkspace.ts'
import { Baselines } from './loop/Baselines.ts'
import { Drafts, type NewLoop } from './loop/Drafts.ts'
import { LoopPush } from './loop/LoopPush.ts'
import { LoopTables } from './loop/LoopTables.ts'
import { loopMigrations } from './loop/migrations.ts'
import { Notes } from './loop/Notes.ts'
import { type PlanBatch, PlanRegistry } from './loop/PlanRegistry.ts'
import { Proposals } from './loop/Proposals.ts'
import { missing, Publishing } from './loop/Publishing.ts'
import { Scheduler } from './loop/Scheduler.ts'
import { ScheduleTable } from './loop/ScheduleTable.ts'
import { allShards, everUsed, replaced } from './placement.ts'
import { type LoopApi, type RolloutAsked, shardOf, workspaceOf } from './ports.ts'
import { isFresh, migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

/** One a loop: its draft, its immutable versions, and which of them receive traffic. */
export class Loop extends DurableObject<Env> implements LoopApi {
  readonly #sql: Sql
  readonly #tables: LoopTables
  readonly #drafts: Drafts
  readonly #plans: PlanRegistry
  readonly #schedules: ScheduleTable
  readonly #scheduler: Scheduler
  readonly #baselines: Baselines
  readonly #push: LoopPush
  readonly #publishing: Publishing
  readonly #proposals: Proposals
  #isRemoving = false

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    this.#tables = new LoopTables(this.#sql)
    this.#drafts = new Drafts(this.#sql, this.#tables)
    this.#plans = new PlanRegistry(this.#sql)
    this.#schedules = new ScheduleTable(this.#sql)
    this.#scheduler = new Scheduler(env, this.#schedules)
    this.#baselines = new Baselines(this.#sql, env, this.#tables, () => this.#push.changed())
    const notes = new Notes(this.#sql, env)
    this.#push = new LoopPush({
      storage: ctx.storage,
      env,
      name: readObjectName(ctx.id).name,
      stored: () => this.#loop(),
      tables: this.#tables,
      notes,
      schedules: this.#schedules,
      scheduler: this.#scheduler,
      baselines: () => this.#baselines,
    })
    const parts = { sql: this.#sql, tables: this.#tables, notes }
    this.#publishing = new Publishing({ ...parts, env, push: this.#push })
    this.#proposals = new Proposals({ ...parts, publishing: this.#publishing })
    if (!isFresh(this.#sql)) migrate(this.#sql, loopMigrations)
  }

  async create(loop: NewLoop) {
    if (!isFresh(this.#sql) && this.#tables.name() !== null)
      return refuse('name-taken', `There is a loop named “${loop.name}” already.`)
    migrate(this.#sql, loopMigrations)
    this.#drafts.begin(loop)
    return this.detail()
  }

  async detail(): Promise<Answer<LoopDetail>> {
    const loop = this.#loop()
    return loop ? answer(this.#drafts.detail(loop)) : missing()
  }

  async summary(): Promise<Answer<LoopSummary>> {
    const loop = this.#loop()
    return loop ? answer(this.#drafts.summary(loop)) : missing()
  }

  async saveDraft(graph: Json, revision: number, by: string) {
    return this.#loop() ? this.#drafts.save(graph, revision, by) : missing()
  }

  async publish(request: PublishRequest, by: string): Promise<Answer<VersionSummary>> {
    return this.#loop() ? this.#publishing.publish(request, by) : missing()
  }

  async proposals(): Promise<ProposalSummary[]> {
    return this.#loop() ? this.#proposals.list() : []
  }

  async proposal(proposal: number) {
    return this.#loop() ? this.#proposals.get(proposal) : missing()
  }

  async proposeVersion(request: PublishRequest, who: Who) {
    return this.#loop() ? this.#proposals.proposeVersion(request, who) : missing()
  }

  async proposeRollout(rollout: Rollout, who: Who, reason?: string) {
    return this.#loop() ? this.#proposals.proposeRollout(rollout, who, reason) : missing()
  }

  async decideProposal(proposal: number, request: DecideProposal, who: Who) {
    return this.#loop() ? this.#proposals.decide(proposal, request, who) : missing()
  }

  async withdrawProposal(proposal: number, who: Who, reason?: string) {
    return this.#loop() ? this.#proposals.withdraw(proposal, who, reason) : missing()
  }

  async version(ref: string) {
    if (!this.#loop()) return missing()
    const summary = this.#tables
      .versions()
      .find(({ number, version }) => String(number) === ref || version === ref)
    const graph = summary && this.#tables.graphOf(summary.number)
    const found = summary && this.#tables.programOf(summary.version)
    if (!summary || !graph || !found) return refuse('version-not-found', `This loop has no version ${ref}.`)
    return answer({ ...summary, graph, program: found.program })
  }

  async putRollout(rollout: Rollout, asked: RolloutAsked): Promise<Answer<Rollout>> {
    return this.#loop() ? this.#publishing.putRollout(rollout, asked) : missing()
  }

  /** Spreads the loop over so many shards. Nothing moves: runs stay where they are, and keys are looked for where they were. */
  async putShards(shards: number, by: string): Promise<Answer<z.infer<typeof Shards>>> {
    const loop = this.#loop()
    if (!loop) return missing()
    if (loop.placement.shards === shards) return answer({ shards })
    // Before any of them takes a run: a shard that nobody tells of new secrets would run with old ones.
    await workspaceOf(this.env).noteShards(loop.name, shards)
    const before = this.#loop()
    if (!before) return missing()
    this.#tables.setPlacement(replaced(before.placement, shards))
    await this.#push.send()
    const detail = `from ${before.placement.shards} to ${shards}`
    await workspaceOf(this.env).note(by, 'loop.shards', loop.name, detail)
    return answer({ shards })
  }

  async notePlans(batch: PlanBatch) {
    if (this.#loop()) this.#plans.add(batch)
  }

  async plans(query: PlanQuery): Promise<Answer<PlanPage>> {
    return this.#loop() ? answer(this.#plans.page(query)) : missing()
  }

  async baselines() {
    return this.#loop() ? answer(this.#baselines.list()) : missing()
  }

  async baseline(name: string, version: number) {
    return this.#loop() ? this.#baselines.get(name, version) : missing()
  }

  async baselineWindow(name: string) {
    return this.#loop() ? this.#baselines.window(name) : missing()
  }

  async proposeBaseline(request: ProposeBaseline, who: Who) {
    return this.#loop() ? this.#baselines.propose(request, who) : missing()
  }

  async decideBaseline(name: string, version: number, request: DecideBaseline, who: Who) {
    return this.#loop() ? this.#baselines.decide(name, version, request, who) : missing()
  }

  async schedules(): Promise<Answer<ScheduleList>> {
    if (!this.#loop()) return missing()
    return answer({ schedules: this.#scheduler.status(this.#push.stableSchedules(), Date.now()) })
  }

  async deployment() {
    return this.#push.deployment()
  }

  async program(version: Digest) {
    const found = this.#loop() && this.#tables.programOf(version)
    return found ? answer(found) : refuse('version-not-found', `This loop has no version ${version}.`)
  }

  async remove(by: string, reason?: string): Promise<Answer<null>> {
    // Also one whose removal was cut off: it is gone on with.
    const name = isFresh(this.#sql) ? null : this.#tables.name()
    if (name === null || this.#isRemoving) return missing()
    this.#isRemoving = true
    try {
      return await this.#remove(name, by, reason)
    } finally {
      this.#isRemoving = false
    }
  }

  async #remove(name: string, by: string, reason?: string): Promise<Answer<null>> {
    const shards = allShards(everUsed(this.#tables.placement())).map((shard) =>
      shardOf(this.env, name, shard),
    )
    // All are asked before any forgets: a loop is removed whole or not at all.
    const open = (await Promise.all(shards.map((shard) => shard.openRuns()))).reduce((a, b) => a + b, 0)
    if (open > 0) return refuse('conflict', `${open} runs of this loop are under way. Cancel them first.`)
    this.#tables.setRemoving(true)
    for (const shard of shards) {
      const removed = await shard.remove()
      if (removed.ok) continue
      this.#tables.setRemoving(false)
      return removed
    }
    await workspaceOf(this.env).removeLoop(name, by, reason)
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    return answer(null)
  }

  /** Shards that a publication did not reach get it again, and what schedules are due for is started. */
  override async alarm() {
    await this.#push.wake()
  }

  #loop() {
    return isFresh(this.#sql) ? null : this.#tables.loop()
  }
}
