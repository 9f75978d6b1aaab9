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
import { compile } from '../../shared/compile/compile.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { Json } from '../../shared/json.ts'
import type { Bindings, Env } from '../env.ts'
import { type Answer, answer, refuse } from '../http/problem.ts'
import type { Who } from '../security/principal.ts'
import { envOf, readObjectName } from './inWorkspace.ts'
import { Baselines } from './loop/Baselines.ts'
import { describeDraft } from './loop/describeDraft.ts'
import { LoopPush } from './loop/LoopPush.ts'
import { LoopTables } from './loop/LoopTables.ts'
import { loopMigrations } from './loop/migrations.ts'
import { Notes } from './loop/Notes.ts'
import { PlanRegistry } from './loop/PlanRegistry.ts'
import { Proposals } from './loop/Proposals.ts'
import { draftIsStale, missing, Publishing } from './loop/Publishing.ts'
import { Scheduler } from './loop/Scheduler.ts'
import { ScheduleTable } from './loop/ScheduleTable.ts'
import { allShards, everUsed, replaced } from './placement.ts'
import { type LoopApi, type PlanBatch, shardOf, workspaceOf } from './ports.ts'
import { isFresh, migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

/** One a loop: its draft, its immutable versions, and which of them receive traffic. */
export class Loop extends DurableObject<Env> implements LoopApi {
  readonly #sql: Sql
  readonly #tables: LoopTables
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

  async create({ name, graph, example, by }: { name: string; graph: Graph; example: boolean; by: string }) {
    if (!isFresh(this.#sql) && this.#tables.name() !== null)
      return refuse('name-taken', `There is a loop named “${name}” already.`)
    migrate(this.#sql, loopMigrations)
    const named: Graph = { ...graph, name }
    this.#sql.atomically(() => {
      this.#tables.create(name, example)
      this.#tables.saveDraft(this.#draftOf(named as unknown as Json, 1, by))
    })
    return this.detail()
  }

  async detail(): Promise<Answer<LoopDetail>> {
    const summary = this.#summary()
    const loop = this.#loop()
    if (!loop || !summary) return missing()
    const { graph, revision, savedAt, savedBy } = this.#tables.draft()
    const draft = { graph, revision, savedAt, savedBy }
    const { rollout, placement } = loop
    return answer({ ...summary, draft, versions: this.#tables.versions(), rollout, shards: placement.shards })
  }

  async summary(): Promise<Answer<LoopSummary>> {
    const summary = this.#summary()
    return summary ? answer(summary) : missing()
  }

  async saveDraft(graph: Json, revision: number, by: string) {
    if (!this.#loop()) return missing()
    const stale = this.#staleness(revision)
    if (stale) return stale
    const draft = this.#draftOf(graph, revision + 1, by)
    this.#tables.saveDraft(draft)
    return answer({ revision: draft.revision, savedAt: draft.savedAt })
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

  async putRollout(rollout: Rollout, by: string, reason?: string): Promise<Answer<Rollout>> {
    return this.#loop() ? this.#publishing.putRollout(rollout, by, reason) : missing()
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

  #summary(): LoopSummary | null {
    const loop = this.#loop()
    if (!loop) return null
    const draft = this.#tables.draft()
    const published = this.#tables.versions().find(({ version }) => version === loop.rollout.stable) ?? null
    const { title, description } = describeDraft(draft.graph, loop.name)
    const draftDiffers = published === null || draft.compilesTo !== published.version
    const { savedAt } = draft
    return {
      name: loop.name,
      title,
      description,
      example: loop.example,
      published,
      draftSavedAt: savedAt,
      draftDiffers,
    }
  }

  #draftOf(graph: Json, revision: number, by: string) {
    const compilesTo = compile(graph).program?.version ?? null
    return { graph, revision, savedAt: Date.now(), savedBy: by, compilesTo }
  }

  #staleness(revision: number) {
    const draft = this.#tables.draft()
    return draft.revision === revision ? null : draftIsStale(draft, revision)
  }
}
