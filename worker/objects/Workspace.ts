import type { ChangeQuery } from '../../shared/api/changes.ts'
import type { PutPolicies } from '../../shared/api/policies.ts'
import type { ErasureRequest } from '../../shared/api/privacy.ts'
import type { PutSecret } from '../../shared/api/workspace.ts'
import type { WorkspaceName } from '../../shared/graph/ids.ts'
import type { LoopEvent } from '../../shared/graph/loopEvent.ts'
import type { Bindings } from '../env.ts'
import { answer, refuse } from '../http/problem.ts'
import { firstAdmins } from '../security/identityProviders.ts'
import { envOf } from './inWorkspace.ts'
import type { WorkspaceApi } from './ports.ts'
import { migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'
import { ChangeControls } from './workspace/ChangeControls.ts'
import type { Told } from './workspace/ChangeLog.ts'
import { type Erased, Erasures } from './workspace/Erasures.ts'
import { GuardedChanges } from './workspace/GuardedChanges.ts'
import { Hosts } from './workspace/Hosts.ts'
import { Identity } from './workspace/Identity.ts'
import { JoinKey } from './workspace/JoinKey.ts'
import { KeptHosts } from './workspace/KeptHosts.ts'
import { KeptLoops } from './workspace/KeptLoops.ts'
import { KeptSecrets } from './workspace/KeptSecrets.ts'
import { Loops } from './workspace/Loops.ts'
import { workspaceMigrations } from './workspace/migrations.ts'
import { PersonalKeys } from './workspace/PersonalKeys.ts'
import { PolicySets } from './workspace/PolicySets.ts'
import { PrivacyBudget } from './workspace/PrivacyBudget.ts'
import { putPolicies } from './workspace/putPolicies.ts'
import { Secrets } from './workspace/Secrets.ts'
import { SettingsPush } from './workspace/SettingsPush.ts'
import { SigningKey } from './workspace/SigningKey.ts'
import { WorkspaceControls } from './workspace/WorkspaceControls.ts'
import { WorkspaceStore } from './workspace/WorkspaceStore.ts'
import { Workspaces } from './workspace/Workspaces.ts'

/** One a workspace: its catalogue of loops, hosts, secrets, tokens, sessions, and the log of who changed what. */
export class Workspace extends WorkspaceControls implements WorkspaceApi {
  protected override readonly identity: Identity
  protected override readonly controls: ChangeControls
  protected override readonly guarded: GuardedChanges
  readonly #sql: Sql
  readonly #store: WorkspaceStore
  readonly #hosts: Hosts
  readonly #loops: Loops
  readonly #secrets: Secrets
  readonly #policies: PolicySets
  readonly #workspaces: Workspaces
  readonly #erasures: Erasures
  readonly #signing: SigningKey
  readonly #push: SettingsPush
  readonly #keptHosts: KeptHosts
  readonly #keptLoops: KeptLoops
  readonly #joinKey: JoinKey
  readonly #personalKeys: PersonalKeys
  readonly #keptSecrets: KeptSecrets
  #resealed: Promise<unknown> | null = null

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    migrate(this.#sql, workspaceMigrations)
    this.#store = new WorkspaceStore(this.#sql)
    this.#loops = new Loops(this.#sql)
    this.#hosts = new Hosts(this.#sql, (env.PAVANE_SANDBOX_ORIGIN || env.PAVANE_ORIGIN) ?? '')
    this.controls = new ChangeControls(this.#store)
    this.#secrets = new Secrets(this.#sql)
    this.#policies = new PolicySets(this.#sql)
    this.#signing = new SigningKey(this.#sql, env)
    this.#workspaces = new Workspaces(this.#sql)
    this.identity = new Identity(
      this.#sql,
      { workspace: env.workspace, adminToken: env.PAVANE_TOKEN ?? null, firstAdmins: firstAdmins(env) },
      (by, what, subject, work, told) => this.#store.change(by, what, subject, work, told),
    )
    this.#joinKey = new JoinKey({ env, store: this.#store, push: () => this.#push })
    this.#erasures = new Erasures({ env, store: this.#store, key: this.#signing, joinKey: this.#joinKey })
    this.#personalKeys = new PersonalKeys({
      env,
      joinKey: this.#joinKey,
      signing: this.#signing,
      loops: this.#loops,
    })
    this.#push = new SettingsPush({
      storage: ctx.storage,
      env,
      store: this.#store,
      hosts: this.#hosts,
      loops: this.#loops,
      policies: this.#policies,
      secrets: this.#secrets,
      personalKey: () => this.#joinKey.stored(),
    })
    const kept = { env, store: this.#store, push: this.#push }
    this.#keptHosts = new KeptHosts({ ...kept, hosts: this.#hosts })
    this.#keptLoops = new KeptLoops({ ...kept, hosts: this.#hosts, loops: this.#loops })
    this.#keptSecrets = new KeptSecrets({ ...kept, secrets: this.#secrets })
    this.guarded = new GuardedChanges({
      ...kept,
      controls: this.controls,
      policies: this.#policies,
      hosts: this.#hosts,
      keptHosts: this.#keptHosts,
    })
  }

  async ready() {
    await this.#keptLoops.seed()
    // Keys change with a new start alone.
    this.#resealed ??= Promise.all([this.#keptSecrets.reseal('pavane'), this.#personalKeys.reseal()])
    await this.#resealed
  }

  async workspaces() {
    return this.#workspaces.list()
  }

  async hasWorkspace(name: WorkspaceName) {
    return this.#workspaces.has(name)
  }

  async addWorkspace(name: WorkspaceName, by: string) {
    if (this.#workspaces.has(name))
      return refuse('name-taken', `There is a workspace named “${name}” already.`)
    return answer(this.#workspaces.add(name, by))
  }

  async loops() {
    return this.#loops.all()
  }

  async noteListening(name: string, on: readonly LoopEvent[]) {
    await this.#keptLoops.listen(name, on)
  }

  async noteShards(name: string, shards: number) {
    this.#loops.noteShards(name, shards)
  }

  async addLoop(name: string, by: string) {
    this.#keptLoops.add(name, by)
  }

  async removeLoop(name: string, by: string, reason = '') {
    await this.#keptLoops.remove(name, by, reason)
  }

  async settings(loop: string) {
    await this.#joinKey.keep()
    return this.#push.of(loop)
  }

  async hosts() {
    return this.#hosts.all()
  }

  async putHost(name: string, baseUrl: string, by: string, reason = '') {
    const change = { type: 'host', host: name, from: null, baseUrl } as const
    return this.guarded.whyNotAlone(change) ?? this.#keptHosts.put(name, baseUrl, by, reason)
  }

  async deleteHost(name: string, by: string, reason = '') {
    return this.#keptHosts.delete(name, by, reason)
  }

  async secrets() {
    return this.#keptSecrets.list()
  }

  async putSecret(name: string, secret: PutSecret, by: string) {
    return this.#keptSecrets.put(name, secret, by)
  }

  async resealSecrets(by: string) {
    const resealed = await this.#keptSecrets.reseal(by)
    await this.#personalKeys.reseal()
    return { ...resealed, keys: await this.#personalKeys.count() }
  }

  async deleteSecret(name: string, by: string, reason = '') {
    return this.#keptSecrets.delete(name, by, reason)
  }

  async policies() {
    return this.#policies.detail()
  }

  async policyVersion(version: number) {
    const found = this.#policies.version(version)
    return found
      ? answer(found)
      : refuse('version-not-found', `There is no version ${version} of the policies.`)
  }

  async policySets(digests: string[]) {
    return digests.flatMap((digest) => this.#policies.byDigest(digest) ?? [])
  }

  async putPolicies(request: PutPolicies, revision: number, by: string) {
    const parts = { store: this.#store, policies: this.#policies, push: this.#push }
    const alone = () => this.guarded.whyNotAlone({ type: 'policies', revision, ...request })
    return this.#policies.refusal(request, revision) ?? alone() ?? putPolicies(parts, request, revision, by)
  }

  async spendPrivacy(day: string, epsilon: number) {
    return new PrivacyBudget(this.#sql).spend(day, epsilon)
  }

  async erasures() {
    return this.#erasures.list()
  }

  async recordErasure(request: ErasureRequest, erased: Erased, by: string) {
    return this.#erasures.record(request, erased, by)
  }

  async changes(query: ChangeQuery) {
    return this.#store.changes.page(query)
  }

  async changesAfter(seq: number, limit: number) {
    return this.#store.changes.after(seq, limit)
  }

  async signChanges() {
    return this.#store.changes.sign(this.env.workspace, this.#signing)
  }

  async note(by: string, what: string, subject: string, told: Told) {
    this.#store.changes.append(by, what, subject, told)
  }

  /** Shards that a change did not reach get it again. */
  override async alarm() {
    await this.#push.send()
  }
}
