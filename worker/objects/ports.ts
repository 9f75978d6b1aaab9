import type { z } from 'zod'
import type * as baselinesApi from '../../shared/api/baselines.ts'
import type { Callback, CallbackStatus } from '../../shared/api/callbacks.ts'
import type { Change, ChangeList, ChangeQuery, ChangesBundle } from '../../shared/api/changes.ts'
import type { Delivery } from '../../shared/api/deliveries.ts'
import type { ShardStatus } from '../../shared/api/loopStatus.ts'
import type * as loopsApi from '../../shared/api/loops.ts'
import type { PlanPage, PlanQuery } from '../../shared/api/plans.ts'
import type * as policiesApi from '../../shared/api/policies.ts'
import type * as privacyApi from '../../shared/api/privacy.ts'
import type { DecideProposal, ProposalSummary } from '../../shared/api/proposals.ts'
import type { Room } from '../../shared/api/rateLimit.ts'
import type * as runsApi from '../../shared/api/runs.ts'
import type * as workspaceApi from '../../shared/api/workspace.ts'
import type { WorkspaceInfo } from '../../shared/api/workspaces.ts'
import type { Digest } from '../../shared/audit/digest.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { RequestInfo, RunEvent } from '../../shared/engine/event.ts'
import type { Doer, Person } from '../../shared/engine/person.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { WorkspaceName } from '../../shared/graph/ids.ts'
import type { LoopEvent } from '../../shared/graph/loopEvent.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import type { Json } from '../../shared/json.ts'
import type { Meters } from '../../shared/metrics/meters.ts'
import type { PolicySet } from '../../shared/policy/policySet.ts'
import type { KpiSpan } from '../../shared/projections/kpiSeries.ts'
import type { Baseline, FieldType } from '../../shared/verify/drift/baseline.ts'
import type { Observed } from '../../shared/verify/drift/observed.ts'
import type { Env, Trace } from '../env.ts'
import type { Preference } from '../http/prefer.ts'
import type { Answer, Refusal } from '../http/problem.ts'
import type { VersionPin } from '../http/versionPin.ts'
import type { Envelope } from '../security/envelope.ts'
import type { Principal, Who } from '../security/principal.ts'
import type { RotatedSecret } from '../security/vault.ts'
import type { TimedSignature } from '../security/verifyCaller.ts'
import type { ChildRequest, ChildState } from './childPorts.ts'
import { objectName } from './inWorkspace.ts'
import type { PlanBatch } from './loop/PlanRegistry.ts'
import type { StoredProposal } from './loop/ProposalTable.ts'
import type { ApprovalRequest, ShardPeopleApi } from './peoplePorts.ts'
import { type Placement, shardName } from './placement.ts'
import type { SandboxApi } from './sandbox/sandboxApi.ts'
import type { PrivacyAsks } from './shard/askPrivacy.ts'
import type { NumberedProgram } from './shard/DeployedLoop.ts'
import type { DeliveryFilter, NotedCall } from './shard/deliveryOf.ts'
import type { KpisOfShard } from './shard/kpisOf.ts'
import type { HandedOver } from './shard/PersonalVault.ts'
import type { ErasedInShard } from './shard/RunPrivacy.ts'
import type { Redelivery } from './shard/redeliver.ts'
import type { RunFilter, RunsOfShard } from './shard/runSearch.ts'
import type { Told } from './workspace/ChangeLog.ts'
import type { ChangeControlApi } from './workspace/changeControlApi.ts'
import type { IdentityApi } from './workspace/identityApi.ts'

/** What runs need of the workspace. Secrets stay sealed until the effect that sends them. */
export type Settings = {
  /** Grows with every change, so that an older one never replaces a newer. */
  revision: number
  hosts: Record<string, { baseUrl: string; sandbox: boolean }>
  secrets: Record<string, RotatedSecret>
  /** The policies that hold for every loop; left out as long as there were none. */
  policySet?: PolicySet
  /** The loops whose runs the end of this one's start; left out when there are none. */
  followers?: Follower[]
  /** The key that makes tokens of personal values which are to be joined; left out where the environment has no key. */
  personal?: Envelope
}

/** A loop that listens to another: by which event of its trigger, and to which ends. */
export type Follower = { loop: string; on: string; outcomes: readonly Outcome[] }

/** `follows` names the loops that its stable version listens to. */
export type CataloguedLoop = { name: string; shards: number; follows?: readonly string[] }

export type WorkspaceApi = IdentityApi &
  ChangeControlApi & {
    /** Sets the workspace up on its first start; does nothing afterwards. */
    ready(): Promise<void>
    /** The workspaces of the server, which the default one alone knows. */
    workspaces(): Promise<WorkspaceInfo[]>
    hasWorkspace(name: WorkspaceName): Promise<boolean>
    addWorkspace(name: WorkspaceName, by: string): Promise<Answer<WorkspaceInfo>>
    /** The names of the loops, in order, and how many shards each ever had. */
    loops(): Promise<CataloguedLoop[]>
    /** A loop is about to have so many shards: they are told of changes from then on. */
    noteShards(name: string, shards: number): Promise<void>
    addLoop(name: string, by: string): Promise<void>
    /** What the stable version of a loop listens to from now on. */
    noteListening(name: string, on: readonly LoopEvent[]): Promise<void>
    removeLoop(name: string, by: string, reason?: string): Promise<void>
    /** What a loop's runs need: of the secrets those that it may use. */
    settings(loop: string): Promise<Settings>
    hosts(): Promise<workspaceApi.Host[]>
    putHost(name: string, baseUrl: string, by: string, reason?: string): Promise<Answer<workspaceApi.Host>>
    deleteHost(name: string, by: string, reason?: string): Promise<Answer<null>>
    secrets(): Promise<workspaceApi.SecretInfo[]>
    putSecret(
      name: string,
      secret: workspaceApi.PutSecret,
      by: string,
    ): Promise<Answer<workspaceApi.SecretInfo>>
    deleteSecret(name: string, by: string, reason?: string): Promise<Answer<null>>
    /** Brings every secret under the current key of the environment. */
    resealSecrets(by: string): Promise<z.infer<typeof workspaceApi.ResealedSecrets>>
    /** The policies that hold for every loop, with what held before. */
    policies(): Promise<policiesApi.WorkspacePolicies>
    policyVersion(version: number): Promise<Answer<policiesApi.PolicySetVersion>>
    /** The sets of these digests, as far as they ever held. */
    policySets(digests: string[]): Promise<PolicySet[]>
    /** `revision`: the version that was edited. */
    putPolicies(
      request: policiesApi.PutPolicies,
      revision: number,
      by: string,
    ): Promise<Answer<policiesApi.WorkspacePolicies>>
    changes(query: ChangeQuery): Promise<ChangeList>
    /** Entries of the change log after a number, oldest first. */
    changesAfter(seq: number, limit: number): Promise<Change[]>
    /** What the change log's head is now, signed. */
    signChanges(): Promise<Omit<ChangesBundle, 'changes'>>
    erasures(): Promise<privacyApi.Erasures>
    /** Takes ε from the privacy budget of a day; what is left then, or null when there is not enough. */
    spendPrivacy(day: string, epsilon: number): Promise<number | null>
    /** Signs and keeps what was erased of a person, and notes it. */
    recordErasure(
      request: privacyApi.ErasureRequest,
      erased: ErasedInShard & { loops: number },
      by: string,
    ): Promise<Answer<privacyApi.SignedReceipt>>
    /** Adds to the log of changes what another object changed. */
    note(by: string, what: string, subject: string, told: Told): Promise<void>
  }

/** What a shard needs to run a loop. */
export type Deployment = {
  loop: string
  rollout: loopsApi.Rollout
  /** Grows with every change of the rollout, the placement or the baselines, so that an older one never replaces a newer. */
  rolloutRevision: number
  placement: Placement
  versions: { number: number; program: Program }[]
  /** What drift checks compare with: the approved version of each. */
  baselines: Baseline[]
  settings: Settings
}

/** What has to be known of a loop to find the shard of a call. */
export type Routing = {
  /** The `rolloutRevision` that it is from. */
  revision: number
  shards: number
  /** The trigger’s own key, in CEL. */
  dedupe: string | null
}

/** What a shard says of a call: it took it, or it is not its own. `routing` is what the caller did not know. */
export type Placed =
  | { at: 'here'; started: Started; routing: Routing | null }
  | { at: 'elsewhere'; shard: number | null; routing: Routing | null }

/** Which shard a signed call was left to, null where to none, by a shard of that revision of the rollout. */
export type SignatureTaker = { at: number | null; revision: number }

/** Who changes which versions receive traffic, and of which rollout they know. */
export type RolloutAsked = { by: string; reason?: string | undefined; ifMatch?: string | undefined }

export type LoopApi = {
  create(request: {
    name: string
    graph: Graph
    example: boolean
    by: string
  }): Promise<Answer<loopsApi.LoopDetail>>
  detail(): Promise<Answer<loopsApi.LoopDetail>>
  summary(): Promise<Answer<loopsApi.LoopSummary>>
  saveDraft(graph: Json, revision: number, by: string): Promise<Answer<z.infer<typeof loopsApi.SavedDraft>>>
  publish(request: loopsApi.PublishRequest, by: string): Promise<Answer<loopsApi.VersionSummary>>
  version(ref: string): Promise<Answer<loopsApi.Version>>
  putRollout(rollout: loopsApi.Rollout, asked: RolloutAsked): Promise<Answer<loopsApi.Rollout>>
  proposals(): Promise<ProposalSummary[]>
  proposal(proposal: number): Promise<Answer<StoredProposal & { fromNumber: number | null }>>
  proposeVersion(request: loopsApi.PublishRequest, who: Who): Promise<Answer<ProposalSummary>>
  proposeRollout(rollout: loopsApi.Rollout, who: Who, reason?: string): Promise<Answer<ProposalSummary>>
  /** Refuses whoever may be who proposed it, and what is not exactly what was looked at. */
  decideProposal(proposal: number, request: DecideProposal, who: Who): Promise<Answer<ProposalSummary>>
  withdrawProposal(proposal: number, who: Who, reason?: string): Promise<Answer<ProposalSummary>>
  putShards(shards: number, by: string): Promise<Answer<z.infer<typeof loopsApi.Shards>>>
  /** What a shard pulls that lacks it; the programs that the rollout names. */
  deployment(): Promise<Answer<Deployment>>
  /** A program that a shard lacks, because a run asks for a version outside the rollout. */
  program(version: Digest): Promise<Answer<{ number: number; program: Program }>>
  notePlans(batch: PlanBatch): Promise<void>
  baselines(): Promise<Answer<baselinesApi.BaselineList>>
  baseline(name: string, version: number): Promise<Answer<baselinesApi.BaselineRecord>>
  baselineWindow(name: string): Promise<Answer<baselinesApi.BaselineWindow>>
  proposeBaseline(
    request: baselinesApi.ProposeBaseline,
    who: Who,
  ): Promise<Answer<baselinesApi.BaselineRecord>>
  /** Refuses whoever proposed it, or may be them. */
  decideBaseline(
    name: string,
    version: number,
    request: baselinesApi.DecideBaseline,
    who: Who,
  ): Promise<Answer<baselinesApi.BaselineRecord>>
  plans(query: PlanQuery): Promise<Answer<PlanPage>>
  schedules(): Promise<Answer<loopsApi.ScheduleList>>
  remove(by: string, reason?: string): Promise<Answer<null>>
}

/** A hook's call as it came. */
export type HookCall = {
  body: Uint8Array
  /** By lower-case name. */
  headers: ReadonlyMap<string, string>
  method: string
  trace: Trace
  prefer: Preference
  pin: VersionPin
  /** Who tries the hook; left out where an outside caller calls. */
  testedBy?: Doer
  /** Of the routing that brought it here. */
  revision: number
}

/** What proves who calls: the body as it came, and the headers. */
export type Caller = Pick<HookCall, 'headers' | 'body'>

/** The versions of a loop that take calls. */
export type PublishedLoop = { stable: NumberedProgram; canary: NumberedProgram | null }

/** A run started by a person or a program with a token. */
export type StartCall = {
  input: Json
  version: Digest | null
  by: string | null
  /** Whom `by` stands for; left out where it is no person’s or token’s name. */
  person?: Person | undefined
  /** The `Idempotency-Key` header as it came. */
  key: string | null
  /** The `Pavane-Callback` header as it came; left out where there is none. */
  callback?: string
  /** The run whose end starts this one; `input` is then what its event says, and the input is made of that. */
  after?: NonNullable<RequestInfo['after']>
  /** What of the input is personal to that run. */
  handed?: HandedOver
  /** The schedule’s time, where one starts the run (RFC 3339). */
  scheduledFor?: string
  trace: Trace
  prefer: Preference
  revision: number
}

/** A run of the shard is to be forked, where it began an iteration. */
export type ForkCall = {
  run: string
  iteration: number
  /** Left out for the run’s own. */
  input?: Json
  /** Null for the run’s own. */
  version: Digest | null
  reason: string
  doer: Doer
  /** The `Idempotency-Key` header as it came. */
  key: string | null
  trace: Trace
  prefer: Preference
}

/** A run that was started, or found again. */
export type Started = {
  run: runsApi.RunDetail
  /** Found by its key: this call started nothing. */
  replayed: boolean
  /** The seconds that were waited for at most; null when nobody asked to wait. */
  wait: number | null
  /** The runs of the shard that wait for room. */
  queued: number
  room: Room
  rowsWritten: number | null
}

/** What people may ask of a run under way. */
export type RunRequest =
  | { type: 'cancel'; reason: string; compensate: boolean }
  | { type: 'pause'; reason: string }
  | { type: 'resume'; reason: string }
  | ApprovalRequest

export type PostedSignal = { id: string; name: string; data: Json; by: string }

/** Those of a status, newest first; those of a run; or one that is to be sent again, or given up. */
export type CallbackAsk =
  | { ask: 'page'; status: CallbackStatus; before: string | null; limit: number }
  | { ask: 'run'; run: string }
  | { ask: 'redeliver' | 'discard'; run: string; callback: string }
export type CallbacksOfShard = { callbacks: Callback[]; dead: number }

export type RunShardApi = ShardPeopleApi & {
  /** Takes what a publication brings. */
  deploy(deployment: Deployment): Promise<void>
  /** Takes changed hosts and secrets. */
  configure(settings: Settings): Promise<void>
  invoke(call: HookCall): Promise<Answer<Placed>>
  /** The refusal of a call with these headers, where it is the same whatever the body turns out to be. */
  refusalAhead(headers: HookCall['headers'], isPinned: boolean): Promise<Answer<null>>
  /** What takes calls now. A caller has to pass the stable version’s check; null is somebody with a right of the workspace. */
  published(caller: Caller | null): Promise<Answer<PublishedLoop>>
  start(call: StartCall): Promise<Answer<Placed>>
  fork(call: ForkCall): Promise<Answer<Started>>
  /** A request to the hook that the Worker refused before it asked the shard. */
  noteRefused(call: NotedCall, refusal: Refusal): Promise<void>
  /** The requests to the hook before a place, newest first. */
  deliveries(query: DeliveryFilter): Promise<Delivery[]>
  redeliver(again: Redelivery): Promise<Answer<Started>>
  /** Whether a run was started for the key. From then on the shard knows at least that revision of the rollout. */
  hasKey(key: string, revision: number): Promise<boolean>
  /** Which shard takes a signed call; `to`, where none does yet. From then on the shard knows at least that revision of the rollout. */
  takerOf(signed: TimedSignature, to: number | null, revision: number): Promise<SignatureTaker>
  list(filter: RunFilter, before: string | null, limit: number): Promise<RunsOfShard>
  detail(run: string): Promise<Answer<runsApi.RunDetail>>
  events(
    run: string,
    after: number,
    limit: number,
  ): Promise<Answer<{ events: RunEvent[]; next: number | null }>>
  /** The log from `after` on as server-sent events, open until the run ends. */
  follow(run: string, after: number): Promise<Answer<ReadableStream<Uint8Array>>>
  request(run: string, request: RunRequest, principal: Principal): Promise<Answer<runsApi.RunDetail>>
  /** Posts an event to a run; one whose id is on record changes nothing. */
  signal(run: string, signal: PostedSignal): Promise<Answer<{ run: runsApi.RunDetail; replayed: boolean }>>
  /** Starts a run for a step of another run, or finds it: a step has one, however often it asks. */
  startChild(request: ChildRequest): Promise<Answer<ChildState>>
  /** Cancels the run of a step that nobody waits for any more; null when there is none, and then there never will be. */
  cancelChild(effect: string, compensate: boolean): Promise<ChildState | null>
  /** A child of this run has ended. */
  childEnded(run: string, effect: string, child: ChildState): Promise<void>
  /** A lease that was queued is now held. False when there is no such run any more. */
  leaseGranted(run: string, grant: LeaseGrant): Promise<boolean>
  callbacks(ask: CallbackAsk): Promise<Answer<CallbacksOfShard>>
  /** What is asked about personal data. */
  privacy<K extends keyof PrivacyAsks>(kind: K, ask: PrivacyAsks[K]['ask']): Promise<PrivacyAsks[K]['answer']>
  openRuns(): Promise<number>
  /** What the last runs observed for a baseline, oldest first. */
  observations(baseline: string): Promise<Observation[]>
  status(): Promise<ShardStatus>
  /** What its runs came to, and what it has under way. */
  kpis(span: KpiSpan): Promise<KpisOfShard>
  /** What it counted since it began, and what it has under way. */
  meters(): Promise<Meters>
  /** Forgets everything; refuses while runs are under way. */
  remove(): Promise<Answer<null>>
}

/** What a run observed for a drift check, and when. */
export type Observation = { at: number; fields: Record<string, { as: FieldType; value: Observed }> }

export type LeaseGrant = { effect: string; resource: string; token: number; until: number }

export type LeaseRequest = { resource: string; run: string; effect: string; ttlMs: number }

export type LeaseApi = {
  /** Grants at once, or queues; a queued one is granted later by `RunShardApi.leaseGranted`. Asking again changes nothing. */
  acquire(request: LeaseRequest): Promise<LeaseGrant | null>
  release(token: number): Promise<void>
  /** Gives up a place in the queue, or the lease if it was granted meanwhile. */
  withdraw(effect: string): Promise<void>
}

const object = <Api>({ workspace }: Env, namespace: DurableObjectNamespace, name: string): Api =>
  namespace.get(namespace.idFromName(objectName(workspace, name))) as unknown as Api

// The objects of the environment's workspace: no other's can be reached.
export const workspaceOf = (env: Env) => object<WorkspaceApi>(env, env.WORKSPACE, 'default')
export const loopOf = (env: Env, loop: string) => object<LoopApi>(env, env.LOOP, loop)
export const shardOf = (env: Env, loop: string, shard: number) =>
  object<RunShardApi & Pick<DurableObjectStub, 'fetch'>>(env, env.RUN_SHARD, shardName(loop, shard))
export const leaseOf = (env: Env, resource: string) => object<LeaseApi>(env, env.LEASE, resource)
export const sandboxOf = (env: Env) =>
  object<SandboxApi & Pick<DurableObjectStub, 'fetch'>>(env, env.SANDBOX, 'default')
