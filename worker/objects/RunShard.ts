import { DurableObject } from 'cloudflare:workers'
import type { ApprovalDetail } from '../../shared/api/approvals.ts'
import type { Delivery } from '../../shared/api/deliveries.ts'
import type { RunDetail, RunSummary } from '../../shared/api/runs.ts'
import type { Digest } from '../../shared/audit/digest.ts'
import { isPersonal } from '../../shared/privacy/personalOf.ts'
import type { Bindings, Env, Trace } from '../env.ts'
import { type Answer, answer, type Refusal, refuse } from '../http/problem.ts'
import type { Principal } from '../security/principal.ts'
import { envOf, readObjectName } from './inWorkspace.ts'
import { runPrefix, type ShardPlace } from './placement.ts'
import {
  type ApprovalFilter,
  type ApprovalsOfShard,
  type CallbackAsk,
  type Caller,
  type ChildRequest,
  type ChildState,
  type Deployment,
  type HookCall,
  type LeaseGrant,
  loopOf,
  type Placed,
  type PostedSignal,
  type PublishedLoop,
  type RunFilter,
  type RunRequest,
  type RunShardApi,
  type Settings,
  type StartCall,
  type Started,
} from './ports.ts'
import { approvalDetail } from './shard/approvalDetail.ts'
import { cancelChild, startChild } from './shard/asChild.ts'
import { askCallbacks } from './shard/askCallbacks.ts'
import { askPrivacy, type PrivacyAsks } from './shard/askPrivacy.ts'
import type { Receiver } from './shard/CallbackTable.ts'
import { readCallback } from './shard/callersCallback.ts'
import { takeChildEnd } from './shard/childResult.ts'
import { chooseVersion, pickedVersion, publishedLoop } from './shard/chooseVersion.ts'
import type { NumberedProgram } from './shard/DeployedLoop.ts'
import {
  type DeliveryFilter,
  listDeliveries,
  type NotedCall,
  noteCall,
  noteRefused,
} from './shard/deliveryOf.ts'
import { eventStream } from './shard/eventStream.ts'
import { callerCheck, type Intake, readHookCall } from './shard/intake.ts'
import { shardMigrations } from './shard/migrations.ts'
import { openShard, type Shard, wakeDueRuns } from './shard/openShard.ts'
import { openSocket } from './shard/openSocket.ts'
import { holds, placeOf, routingFor } from './shard/placing.ts'
import { readStartCall } from './shard/readStartCall.ts'
import { type Redelivery, redeliver } from './shard/redeliver.ts'
import { refusalToRemove } from './shard/refusalToRemove.ts'
import { refusalOf } from './shard/rejections.ts'
import { commandFor } from './shard/runRequest.ts'
import { shardStatus } from './shard/shardStatus.ts'
import { detailOf, roomOf, startRun } from './shard/startRun.ts'
import { takeLease } from './shard/takeLease.ts'
import { takeSignal } from './shard/takeSignal.ts'
import { waitOf } from './shard/waitOf.ts'
import { isFresh, migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'

/** Some of a loop's runs: their logs, timers and followers. An address that nothing was deployed to stores nothing. */
export class RunShard extends DurableObject<Env> implements RunShardApi {
  readonly #sql: Sql
  readonly #place: ShardPlace
  #shard: Shard | null = null
  /** Settings that came while what was deployed was still being asked for. */
  #early: Settings | null = null
  #gathering: Promise<void> | null = null

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    const { workspace, name } = readObjectName(ctx.id)
    const [loop = '', number = '0'] = name.split('/')
    this.#place = { workspace, loop, number: Number(number) }
    if (!isFresh(this.#sql)) void ctx.blockConcurrencyWhile(() => this.#open())
  }

  async deploy(deployment: Deployment) {
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

  async configure(settings: Settings) {
    if (this.#shard?.vault.isUsed) await this.#shard.vault.prepare(settings)
    if (this.#shard) this.#shard.deployed.configure(settings)
    else if (settings.revision >= (this.#early?.revision ?? 0)) this.#early = settings
  }

  async invoke(call: HookCall): Promise<Answer<Placed>> {
    const taken = await this.#invoke(call)
    if (this.#shard) noteCall(this.#shard, call, taken)
    return taken
  }

  async #invoke(call: HookCall): Promise<Answer<Placed>> {
    const deployed = await this.#deployed(call.revision)
    if (!deployed.ok) return deployed
    const shard = deployed.value
    const check = callerCheck(this.env, shard.deployed.settings, call)
    const chosen = await chooseVersion(shard, call.pin, check, (version) => this.#program(shard, version))
    if (!chosen.ok) return chosen
    const { trigger } = chosen.value.program
    const dedupe = shard.deployed.stable()?.program.trigger.dedupe ?? null
    const intake = readHookCall(dedupe, call)
    if (!intake.ok) return intake
    const { hosts } = shard.deployed.settings
    const receiver = readCallback(call.headers.get('pavane-callback'), trigger.callbacks, hosts)
    if (!receiver.ok) return receiver
    const taken = { ...intake.value, receiver: receiver.value }
    const placed = await this.#take(shard, chosen.value, taken, {
      ...call,
      wait: waitOf(trigger, call.prefer),
    })
    return answeredKnowing(shard, placed)
  }

  async published(caller: Caller | null): Promise<Answer<PublishedLoop>> {
    const deployed = await this.#deployed()
    if (!deployed.ok) return deployed
    return publishedLoop(
      deployed.value,
      caller && callerCheck(this.env, deployed.value.deployed.settings, caller),
    )
  }

  async start(call: StartCall): Promise<Answer<Placed>> {
    const { version, prefer } = call
    const deployed = await this.#deployed(call.revision)
    if (!deployed.ok) return deployed
    const shard = deployed.value
    const chosen = version === null ? pickedVersion(shard) : await this.#program(shard, version)
    if (!chosen.ok) return chosen
    const read = readStartCall(shard, chosen.value, call)
    if (!read.ok) return read
    const wait = prefer && 'wait' in prefer ? prefer.wait : null
    return this.#take(shard, chosen.value, read.value, { ...call, wait })
  }

  async noteRefused(call: NotedCall, refusal: Refusal) {
    if (this.#shard) noteRefused(this.#shard, call, refusal)
  }

  async deliveries(query: DeliveryFilter): Promise<Delivery[]> {
    return this.#shard ? listDeliveries(this.#shard, runPrefix(this.#place), query) : []
  }

  async redeliver(again: Redelivery): Promise<Answer<Started>> {
    const deployed = await this.#deployed()
    if (!deployed.ok) return deployed
    const started = redeliver(deployed.value, this.#place, again)
    return started.ok ? this.#answerStart(deployed.value, started.value, null) : started
  }

  async hasKey(key: string, revision: number): Promise<boolean> {
    const deployed = await this.#deployed(revision)
    const known = (deployed.ok ? deployed.value : this.#shard)?.dedupe.find(key)
    await this.ctx.storage.sync()
    return known !== undefined
  }

  async list(filter: RunFilter, before: string | null, limit: number): Promise<RunSummary[]> {
    const shard = this.#shard
    if (!shard) return []
    return shard.table.list(filter, before, limit).map((run) => shard.open.get(run.run)?.summary ?? run)
  }

  async detail(run: string): Promise<Answer<RunDetail>> {
    const detail = this.#shard && detailOf(this.#shard, run)
    return detail ? answer(detail) : unknownRun
  }

  async events(run: string, after: number, limit: number) {
    const shard = this.#shard
    if (!shard?.table.get(run)) return unknownRun
    const events = shard.log.read(run, after, limit)
    return answer({ events, next: events.length < limit ? null : (events.at(-1)?.seq ?? null) })
  }

  async follow(run: string, after: number): Promise<Answer<ReadableStream<Uint8Array>>> {
    const shard = this.#shard
    if (!shard?.table.get(run)) return unknownRun
    const { log, subscribers } = shard
    return answer(eventStream(run, after, { log, subscribers, isEnded: () => shard.isEnded(run) }))
  }

  /** Only a request can carry a socket. */
  override async fetch(request: Request): Promise<Response> {
    return openSocket(this.#shard, request)
  }

  override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer) {
    this.#shard?.sockets.receive(socket, message)
  }

  override async webSocketClose(socket: WebSocket) {
    this.#shard?.sockets.closed(socket)
  }

  async request(run: string, request: RunRequest, principal: Principal): Promise<Answer<RunDetail>> {
    const live = this.#shard?.live.get(run)
    if (!this.#shard || !live) return unknownRun
    const command = commandFor(request, live.state, principal)
    if (!command.ok) return command
    const rejection = this.#shard.turns.take(live, command.value)
    this.#shard.effects.owe(live)
    return rejection ? refusalOf(rejection) : this.detail(run)
  }

  async signal(run: string, signal: PostedSignal) {
    const live = this.#shard?.live.get(run)
    if (!this.#shard || !live) return unknownRun
    const taken = takeSignal(this.#shard, live, signal)
    if (!taken.ok) return taken
    await this.ctx.storage.sync()
    const detail = await this.detail(run)
    return detail.ok ? answer({ run: detail.value, replayed: taken.value.replayed }) : detail
  }

  async leaseGranted(run: string, grant: LeaseGrant) {
    return takeLease(this.#shard, run, grant)
  }

  async startChild(request: ChildRequest): Promise<Answer<ChildState>> {
    const deployed = await this.#deployed()
    if (!deployed.ok) return deployed
    if (request.handed) await deployed.value.vault.prepare(deployed.value.deployed.settings)
    const state = startChild(deployed.value, this.#place, request)
    await this.ctx.storage.sync()
    return state
  }

  async cancelChild(effect: string, compensate: boolean): Promise<ChildState | null> {
    const deployed = await this.#deployed()
    if (!deployed.ok) return null
    const state = cancelChild(deployed.value, effect, compensate)
    await this.ctx.storage.sync()
    return state
  }

  async childEnded(run: string, effect: string, child: ChildState) {
    if (this.#shard) takeChildEnd(this.#shard, run, effect, child)
  }

  async approvals(filter: ApprovalFilter): Promise<ApprovalsOfShard> {
    return this.#shard?.approvals.list(filter) ?? { approvals: [], open: 0 }
  }

  async approval(id: string, principal: Principal): Promise<Answer<ApprovalDetail>> {
    if (!this.#shard) return refuse('not-found', 'There is no such approval.')
    return approvalDetail(this.#shard, id.replace(/\.\d+$/, ''), id, principal)
  }

  async callbacks(ask: CallbackAsk) {
    return askCallbacks(this.#shard, ask)
  }

  async privacy<K extends keyof PrivacyAsks>(kind: K, ask: PrivacyAsks[K]['ask']) {
    return askPrivacy({ shard: this.#shard, storage: this.ctx.storage }, kind, ask)
  }

  async openRuns() {
    return this.#shard?.open.unfinished() ?? 0
  }

  async observations(baseline: string) {
    return this.#shard?.observations.of(baseline) ?? []
  }

  async status() {
    return shardStatus(this.#shard, this.#place.number)
  }

  async remove(): Promise<Answer<null>> {
    const refusal = this.#shard && refusalToRemove(this.#shard)
    if (refusal) return refusal
    this.#shard?.deliveries.forget()
    this.#shard = null
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
    return answer(null)
  }

  /** Looks at every run whose time has come. What was due before the object woke is due now. */
  override async alarm() {
    const shard = this.#shard
    if (!shard) return
    shard.clock.fired()
    wakeDueRuns(shard)
  }

  /** Takes a call that is this shard’s, or says whose it is. */
  async #take(
    shard: Shard,
    program: NumberedProgram,
    intake: Intake & { receiver: Receiver | null },
    { trace, wait, revision }: { trace: Trace; wait: number | null; revision: number },
  ): Promise<Answer<Placed>> {
    const here = this.#place
    const place = await placeOf(this.env, shard, here, intake.key)
    const routing = routingFor(shard, revision)
    if (place.at === 'elsewhere') return answer({ ...place, routing })
    await this.#gather()
    if (!holds(shard, place, intake.key)) return answer({ at: 'elsewhere', shard: null, routing })
    const started = startRun(shard, { ...intake, ...here, program, trace: trace.id })
    if (!started.ok) return started
    const answered = await this.#answerStart(shard, started.value, wait)
    return answered.ok ? answer({ at: 'here', started: answered.value, routing }) : answered
  }

  /**
   * Resolves at once for all calls that wait for it, when what was written before is on the disk. So calls that arrive together are
   * written together: their turns share a commit, which costs as much as a turn.
   */
  #gather(): Promise<void> {
    this.#gathering ??= this.ctx.storage.sync().finally(() => {
      this.#gathering = null
    })
    return this.#gathering
  }

  /** The output gate holds the answer until what was accepted is on the disk: nobody hears of it before. */
  async #answerStart(
    shard: Shard,
    { run, replayed }: { run: string; replayed: boolean },
    wait: number | null,
  ): Promise<Answer<Started>> {
    if (wait !== null && detailOf(shard, run)?.status !== 'ended')
      await shard.subscribers.untilEnded(run, wait * 1000)
    const detail = detailOf(shard, run)
    if (!detail) return unknownRun
    const { queued } = shard.admissions
    return answer({
      run: detail,
      replayed,
      wait,
      queued,
      room: roomOf(shard),
      rowsWritten: shard.open.rowsWritten(run),
    })
  }

  /** A version by its digest; one that is outside of the rollout is pulled once. */
  async #program(shard: Shard, version: Digest): Promise<Answer<NumberedProgram>> {
    const known = shard.deployed.program(version)
    if (known) return answer(known)
    const pulled = await loopOf(this.env, this.#place.loop).program(version)
    if (!pulled.ok) return pulled
    if (isPersonal(pulled.value.program)) await shard.vault.prepare(shard.deployed.settings)
    shard.deployed.addProgram(pulled.value)
    return answer(shard.deployed.program(version) ?? pulled.value)
  }

  /** The shard, with what was deployed to it, of that revision at least; what it was never given is pulled. */
  async #deployed(revision = 0): Promise<Answer<Shard>> {
    const known = this.#shard?.deployed
    if (this.#shard && known?.rollout && known.revision >= revision) return answer(this.#shard)
    const pulled = await loopOf(this.env, this.#place.loop).deployment()
    if (!pulled.ok) return pulled
    if (pulled.value.rollout.stable === null)
      return refuse('loop-not-published', 'Publish the loop first: it has no version that takes calls.')
    await this.deploy(pulled.value)
    return answer(await this.#open())
  }

  async #open(): Promise<Shard> {
    if (this.#shard) return this.#shard
    migrate(this.#sql, shardMigrations)
    const opened = await openShard(this.ctx, this.env, this.#sql, this.#place)
    this.#shard ??= opened
    return this.#shard
  }
}

const unknownRun = refuse('run-not-found', 'There is no run of that id.')

/** The answer to whoever called: with what the tokens in it stand for. People who look at the run are shown tokens. */
function answeredKnowing({ live }: Shard, placed: Answer<Placed>): Answer<Placed> {
  if (!placed.ok || placed.value.at !== 'here') return placed
  const { started } = placed.value
  const { run, body } = started.run
  const shown = { ...started.run, body: live.revealed(run, body) }
  return answer({ ...placed.value, started: { ...started, run: shown } })
}
