import { DurableObject } from 'cloudflare:workers'
import type { ApprovalDetail } from '../../shared/api/approvals.ts'
import type { Delivery } from '../../shared/api/deliveries.ts'
import type { RunDetail } from '../../shared/api/runs.ts'
import type { Candidate } from '../../shared/engine/command.ts'
import type { KpiSpan } from '../../shared/projections/kpiSeries.ts'
import type { Bindings, Env } from '../env.ts'
import { type Answer, answer, type Refusal, refuse } from '../http/problem.ts'
import type { Principal } from '../security/principal.ts'
import type { TimedSignature } from '../security/verifyCaller.ts'
import type { ChildRequest, ChildState } from './childPorts.ts'
import { envOf, readObjectName } from './inWorkspace.ts'
import type { ApprovalFilter, ApprovalsOfShard } from './peoplePorts.ts'
import { runPrefix } from './placement.ts'
import type * as ports from './ports.ts'
import { approvalDetail } from './shard/approvalDetail.ts'
import { cancelChild, startChild } from './shard/asChild.ts'
import { askCallbacks } from './shard/askCallbacks.ts'
import { askPrivacy, type PrivacyAsks } from './shard/askPrivacy.ts'
import { askReviews, type ReviewAsk, withReview } from './shard/askReviews.ts'
import { Calls } from './shard/Calls.ts'
import { candidatesFor } from './shard/candidatesFor.ts'
import { takeChildEnd } from './shard/childResult.ts'
import { type DeliveryFilter, listDeliveries, type NotedCall, noteRefused } from './shard/deliveryOf.ts'
import { eventStream } from './shard/eventStream.ts'
import { kpisOf } from './shard/kpisOf.ts'
import { wakeDueRuns } from './shard/openShard.ts'
import { openSocket } from './shard/openSocket.ts'
import { takerOf } from './shard/placing.ts'
import type { Redelivery } from './shard/redeliver.ts'
import { refusalAhead } from './shard/refusalAhead.ts'
import { refusalOf } from './shard/rejections.ts'
import { commandFor } from './shard/runRequest.ts'
import type { RunFilter, RunsOfShard } from './shard/runSearch.ts'
import { ShardHome } from './shard/ShardHome.ts'
import { metersOf, shardStatus } from './shard/shardStatus.ts'
import { detailOf } from './shard/startRun.ts'
import { takeLease } from './shard/takeLease.ts'
import { takeSignal } from './shard/takeSignal.ts'
import { unknownRun } from './shard/unknownRun.ts'

/** Some of a loop's runs: their logs, timers and followers. An address that nothing was deployed to stores nothing. */
export class RunShard extends DurableObject<Env> implements ports.RunShardApi {
  readonly #home: ShardHome
  readonly #calls: Calls

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    const { workspace, name } = readObjectName(ctx.id)
    const [loop = '', number = '0'] = name.split('/')
    this.#home = new ShardHome(ctx, env, { workspace, loop, number: Number(number) })
    this.#calls = new Calls(this.#home)
  }

  get #shard() {
    return this.#home.shard
  }

  async deploy(deployment: ports.Deployment) {
    return this.#home.deploy(deployment)
  }

  async configure(settings: ports.Settings) {
    return this.#home.configure(settings)
  }

  async invoke(call: ports.HookCall) {
    return this.#calls.invoke(call)
  }

  async refusalAhead(headers: ports.HookCall['headers'], isPinned: boolean) {
    return refusalAhead(this.#home, headers, isPinned)
  }

  async published(caller: ports.Caller | null) {
    return this.#calls.published(caller)
  }

  async start(call: ports.StartCall) {
    return this.#calls.start(call)
  }

  async fork(call: ports.ForkCall) {
    return this.#calls.fork(call)
  }

  async noteRefused(call: NotedCall, refusal: Refusal) {
    if (this.#shard) noteRefused(this.#shard, call, refusal)
  }

  async deliveries(query: DeliveryFilter): Promise<Delivery[]> {
    return this.#shard ? listDeliveries(this.#shard, runPrefix(this.#home.place), query) : []
  }

  async redeliver(again: Redelivery) {
    return this.#calls.redeliver(again)
  }

  async hasKey(key: string, revision: number): Promise<boolean> {
    const deployed = await this.#home.deployed(revision)
    const known = (deployed.ok ? deployed.value : this.#shard)?.dedupe.find(key)
    await this.ctx.storage.sync()
    return known !== undefined
  }

  async takerOf(signed: TimedSignature, to: number | null, revision: number): Promise<ports.SignatureTaker> {
    const deployed = await this.#home.deployed(revision)
    if (!deployed.ok)
      throw new Error(`A shard that is asked about a signature has no loop: ${deployed.refusal.detail}`)
    const taker = takerOf(deployed.value, signed, to, revision)
    await this.ctx.storage.sync()
    return taker
  }

  async list(filter: RunFilter, before: string | null, limit: number): Promise<RunsOfShard> {
    const shard = this.#shard
    if (!shard) return { runs: [], reached: null }
    const { runs, reached } = shard.table.list(filter, before, limit, Date.now())
    const reviews = shard.reviews.newest(runs.map(({ run }) => run))
    const asTheyAre = runs.map((run) => withReview(shard.open.get(run.run)?.summary ?? run, reviews))
    return { runs: asTheyAre.filter(({ costUsd }) => costUsd >= (filter.minCostUsd ?? 0)), reached }
  }

  async detail(run: string): Promise<Answer<RunDetail>> {
    const detail = this.#shard && detailOf(this.#shard, run)
    return detail ? answer(detail) : unknownRun
  }

  async reviews(run: string, ask: ReviewAsk) {
    return askReviews(this.#shard, run, ask)
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

  async request(run: string, request: ports.RunRequest, principal: Principal): Promise<Answer<RunDetail>> {
    const live = this.#shard?.live.get(run)
    if (!this.#shard || !live) return unknownRun
    const command = commandFor(request, live.state, principal)
    if (!command.ok) return command
    const rejection = this.#shard.turns.take(live, command.value)
    this.#shard.effects.owe(live)
    return rejection ? refusalOf(rejection) : this.detail(run)
  }

  async signal(run: string, signal: ports.PostedSignal) {
    const live = this.#shard?.live.get(run)
    if (!this.#shard || !live) return unknownRun
    const taken = takeSignal(this.#shard, live, signal)
    if (!taken.ok) return taken
    await this.ctx.storage.sync()
    const detail = await this.detail(run)
    return detail.ok ? answer({ run: detail.value, replayed: taken.value.replayed }) : detail
  }

  async leaseGranted(run: string, grant: ports.LeaseGrant) {
    return takeLease(this.#shard, run, grant)
  }

  async startChild(request: ChildRequest): Promise<Answer<ChildState>> {
    const deployed = await this.#home.deployed()
    if (!deployed.ok) return deployed
    if (request.handed) await deployed.value.vault.prepare(deployed.value.deployed.settings)
    const state = startChild(deployed.value, this.#home.place, request)
    if (state.ok && request.toForget) await deployed.value.children.inherit(state.value.run)
    await this.ctx.storage.sync()
    return state
  }

  async cancelChild(effect: string, compensate: boolean): Promise<ChildState | null> {
    const deployed = await this.#home.deployed()
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

  async candidates(approval: string, among: readonly Candidate[]): Promise<Answer<string[]>> {
    return candidatesFor(this.#shard, approval, among)
  }

  async callbacks(ask: ports.CallbackAsk) {
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
    return shardStatus(this.#shard, this.#home.place.number)
  }

  async meters() {
    return metersOf(this.#shard, this.#home.place.number)
  }

  async kpis(span: KpiSpan) {
    return kpisOf(this.#shard, span, this.#home.place.number)
  }

  async remove() {
    return this.#home.remove()
  }

  /** Looks at every run whose time has come. What was due before the object woke is due now. */
  override async alarm() {
    const shard = this.#shard
    if (!shard) return
    shard.clock.fired()
    wakeDueRuns(shard)
  }
}
