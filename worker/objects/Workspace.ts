import { DurableObject } from 'cloudflare:workers'
import type { z } from 'zod'
import type { ChangeQuery, ChangesHead } from '../../shared/api/changes.ts'
import type { CreateSession, CreateToken } from '../../shared/api/identity.ts'
import type { PutPolicies } from '../../shared/api/policies.ts'
import type { ErasureRequest } from '../../shared/api/privacy.ts'
import type { Role } from '../../shared/api/rights.ts'
import type { PutSecret } from '../../shared/api/workspace.ts'
import { digest } from '../../shared/audit/digest.ts'
import { changesGenesis } from '../../shared/audit/verifyChanges.ts'
import type { WorkspaceName } from '../../shared/graph/ids.ts'
import type { LoopEvent } from '../../shared/graph/loopEvent.ts'
import type { Json } from '../../shared/json.ts'
import { type Bindings, type Env, isLocal } from '../env.ts'
import { answer, refuse } from '../http/problem.ts'
import { egressRefusal } from '../security/egressGuard.ts'
import type { Envelope } from '../security/envelope.ts'
import { firstAdmins } from '../security/identityProviders.ts'
import { keyFault } from '../security/keyring.ts'
import type { Principal } from '../security/principal.ts'
import { sealSecret } from '../security/vault.ts'
import { describeBug, log } from '../telemetry/log.ts'
import { envOf } from './inWorkspace.ts'
import { allShards } from './placement.ts'
import { type Settings, shardOf, type WorkspaceApi } from './ports.ts'
import type { ErasedInShard } from './shard/RunPrivacy.ts'
import { migrate } from './storage/migrate.ts'
import { Sql } from './storage/Sql.ts'
import { ChangeLog, type Told } from './workspace/ChangeLog.ts'
import { Erasures } from './workspace/Erasures.ts'
import { Hosts } from './workspace/Hosts.ts'
import { Identity } from './workspace/Identity.ts'
import type { Client, Identified } from './workspace/identityApi.ts'
import { Loops } from './workspace/Loops.ts'
import { workspaceMigrations } from './workspace/migrations.ts'
import { PolicySets } from './workspace/PolicySets.ts'
import { PrivacyBudget } from './workspace/PrivacyBudget.ts'
import { personalKeyOf } from './workspace/personalKey.ts'
import { resealSecrets } from './workspace/resealSecrets.ts'
import { describeSecret, Secrets } from './workspace/Secrets.ts'
import type { SessionOwner } from './workspace/Sessions.ts'
import { SigningKey } from './workspace/SigningKey.ts'
import { seedHosts, seedLoops } from './workspace/seed.ts'
import { Workspaces } from './workspace/Workspaces.ts'

const retryPushMs = 5000

/** One a workspace: its catalogue of loops, hosts, secrets, tokens, sessions, and the log of who changed what. */
export class Workspace extends DurableObject<Env> implements WorkspaceApi {
  readonly #sql: Sql
  readonly #changes: ChangeLog
  readonly #hosts: Hosts
  readonly #loops: Loops
  readonly #secrets: Secrets
  readonly #policies: PolicySets
  readonly #identity: Identity
  readonly #workspaces: Workspaces
  readonly #erasures: Erasures
  readonly #signing: SigningKey
  #pushes = 0
  #seeding: Promise<void> | null = null
  #resealed: Promise<unknown> | null = null
  #personalKey: Promise<void> | null = null

  constructor(ctx: DurableObjectState, bindings: Bindings) {
    const env = envOf(ctx, bindings)
    super(ctx, env)
    this.#sql = new Sql(ctx.storage)
    migrate(this.#sql, workspaceMigrations)
    this.#changes = new ChangeLog(this.#sql)
    this.#loops = new Loops(this.#sql)
    this.#hosts = new Hosts(this.#sql, env.PAVANE_ORIGIN ?? '')
    this.#secrets = new Secrets(this.#sql)
    this.#policies = new PolicySets(this.#sql)
    this.#signing = new SigningKey(this.#sql, env)
    this.#erasures = new Erasures({ sql: this.#sql, env, key: this.#signing })
    this.#workspaces = new Workspaces(this.#sql)
    this.#identity = new Identity(
      this.#sql,
      { workspace: env.workspace, adminToken: env.PAVANE_TOKEN ?? null, firstAdmins: firstAdmins(env) },
      (by, what, subject, work, told) => this.#change(by, what, subject, work, told),
    )
  }

  async ready() {
    if (this.#fact('seeded') === null) {
      this.#seeding ??= this.#seed().finally(() => {
        this.#seeding = null
      })
      await this.#seeding
    }
    // Keys change with a new start alone.
    this.#resealed ??= this.#reseal('pavane')
    await this.#resealed
    await this.#keepPersonalKey()
  }

  /** Once a start: a key that is new, or newly wrapped, goes to the shards. */
  #keepPersonalKey(): Promise<void> {
    this.#personalKey ??= this.#makePersonalKey()
    return this.#personalKey
  }

  async #makePersonalKey() {
    const stored = this.#storedPersonalKey()
    const key = await personalKeyOf(this.env, stored)
    if (key === null || key === stored) return
    this.#sql.atomically(() => {
      this.#setFact('personal-key', JSON.stringify(key))
      this.#setFact('revision', String(this.#revision() + 1))
    })
    await this.#push()
  }

  #storedPersonalKey(): Envelope | null {
    const stored = this.#fact('personal-key')
    return stored === null ? null : (JSON.parse(stored) as Envelope)
  }

  async #seed() {
    if (isLocal(this.env)) this.#change('pavane', 'host.set', 'sandbox', () => seedHosts(this.#hosts))
    await seedLoops(this.env, (name) => this.#addLoop(name, 'pavane'))
    this.#setFact('seeded', String(Date.now()))
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

  async signIn(request: z.infer<typeof CreateSession>, from: Client) {
    return this.#identity.signIn(request, from)
  }

  async signInPerson(person: Identified, from: Client) {
    return this.#identity.signInPerson(person, from)
  }

  async ownerOf(credentialHash: string) {
    return this.#identity.ownerOf(credentialHash)
  }

  async admits(owner: SessionOwner) {
    return this.#identity.visitor(owner) !== null
  }

  async enter(owner: SessionOwner, from: Client) {
    return this.#identity.enter(owner, from)
  }

  async signOut(credentialHash: string) {
    this.#identity.signOut(credentialHash)
  }

  async principalOfSession(credentialHash: string) {
    return this.#identity.session(credentialHash)
  }

  async principalOfToken(credentialHash: string) {
    return this.#identity.token(credentialHash)
  }

  async principalOfPerson(person: Identified) {
    return this.#identity.person(person)
  }

  async sessions(of: Principal, current: string | null) {
    return this.#identity.sessions(of, current)
  }

  async endSession(id: string, by: Principal) {
    return this.#identity.endSession(id, by)
  }

  async loops() {
    return this.#loops.all()
  }

  async noteListening(name: string, on: readonly LoopEvent[]) {
    if (!this.#loops.listen(name, on)) return
    this.#setFact('revision', String(this.#revision() + 1))
    await this.#push()
  }

  async noteShards(name: string, shards: number) {
    this.#sql.run('UPDATE loops SET shards = max(shards, ?) WHERE name = ?', shards, name)
  }

  async addLoop(name: string, by: string) {
    this.#addLoop(name, by)
  }

  #addLoop(name: string, by: string) {
    const query = 'INSERT INTO loops (name) VALUES (?) ON CONFLICT DO NOTHING RETURNING name'
    this.#sql.atomically(() => {
      if (this.#sql.all(query, name).length > 0) this.#changes.append(by, 'loop.created', name, '')
    })
  }

  async removeLoop(name: string, by: string, reason = '') {
    const isFollower = this.#loops.isFollower(name)
    this.#change(by, 'loop.deleted', name, () => this.#sql.run('DELETE FROM loops WHERE name = ?', name), {
      reason,
    })
    if (isFollower) await this.#push()
  }

  async settings(loop: string) {
    await this.#keepPersonalKey()
    return this.#settings(loop)
  }

  async hosts() {
    return this.#hosts.all()
  }

  async putHost(name: string, baseUrl: string, by: string, reason = '') {
    const refusal = egressRefusal(new URL(baseUrl), { local: isLocal(this.env) })
    if (refusal) return refuse('invalid-request', refusal)
    const told = { ...this.#addressOf(name), to: { value: baseUrl }, detail: baseUrl, reason }
    const host = this.#change(by, 'host.set', name, () => this.#hosts.put(name, baseUrl), told)
    await this.#push()
    return answer(host)
  }

  async deleteHost(name: string, by: string, reason = '') {
    const before = this.#addressOf(name)
    if (!before.from) return refuse('not-found', `There is no host “${name}”.`)
    this.#change(by, 'host.deleted', name, () => this.#hosts.delete(name), { ...before, reason })
    await this.#push()
    return answer(null)
  }

  #addressOf(name: string): { from?: { value: string } } {
    const host = this.#hosts.all().find((each) => each.name === name)
    return host ? { from: { value: host.baseUrl } } : {}
  }

  async secrets() {
    return this.#secrets.list(this.env)
  }

  async putSecret(
    name: string,
    { value, keepPreviousSeconds = 0, reason = '', ...restriction }: PutSecret,
    by: string,
  ) {
    if (value === undefined && !this.#secrets.has(name))
      return refuse('invalid-request', `There is no secret “${name}” yet: give its value.`)
    const fault = keyFault(this.env)
    if (fault) return refuse('configuration-missing', fault)
    const sealed = value === undefined ? null : await sealSecret(this.env, name, value)
    const put = () => {
      if (sealed) this.#secrets.put(name, sealed, by, keepPreviousSeconds)
      this.#secrets.restrict(name, restriction)
    }
    const detail = describeSecret(value !== undefined, keepPreviousSeconds, restriction)
    this.#change(by, 'secret.set', name, put, { detail, reason })
    await this.#push()
    const info = (await this.secrets()).find((secret) => secret.name === name)
    return info ? answer(info) : refuse('conflict', `Somebody removed “${name}” at the same time.`)
  }

  async resealSecrets(by: string) {
    return this.#reseal(by)
  }

  /**
   * Brings all secrets under the current key and tells the shards. The mark outlives a crash in between: without it the shards would
   * keep what only the former key opens.
   */
  async #reseal(by: string) {
    const begun = this.#fact('resealing') !== null
    const done = await resealSecrets(this.#secrets, this.env, (stored, anew) => {
      this.#setFact('resealing', by)
      return this.#secrets.replace(stored, anew)
    })
    if (begun || done.resealed > 0) {
      const words = `${done.resealed} values are under the current key now`
      this.#change(by, 'secrets.resealed', 'workspace', () => undefined, words)
      await this.#push()
      this.#sql.run("DELETE FROM facts WHERE name = 'resealing'")
    }
    return done
  }

  async deleteSecret(name: string, by: string, reason = '') {
    if (!this.#secrets.has(name)) return refuse('not-found', `There is no secret “${name}”.`)
    this.#change(by, 'secret.deleted', name, () => this.#secrets.delete(name), { reason })
    await this.#push()
    return answer(null)
  }

  async tokens() {
    return this.#identity.tokens()
  }

  async createToken(request: CreateToken, by: Principal) {
    return this.#identity.createToken(request, by)
  }

  async deleteToken(id: string, by: string, reason?: string) {
    return this.#identity.deleteToken(id, by, reason)
  }

  async members() {
    return this.#identity.members()
  }

  async putMember(member: string, role: Role, by: Principal, reason?: string) {
    return this.#identity.putMember(member, role, by, reason)
  }

  async deleteMember(member: string, by: string, reason?: string) {
    return this.#identity.deleteMember(member, by, reason)
  }

  async putDefaultRole(role: Role | null, by: Principal, reason?: string) {
    return this.#identity.putDefaultRole(role, by, reason)
  }

  async countPeople() {
    return this.#identity.countPeople()
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

  async putPolicies({ policies, note = '' }: PutPolicies, revision: number, by: string) {
    const refusal = this.#policies.refusal(policies, revision)
    if (refusal) return refusal
    const detail = `version ${revision + 1}: ${policies.length} policies${note === '' ? '' : `, ${note}`}`
    const before = this.#policies.detail()
    const told = {
      detail,
      reason: note,
      from: { number: before.version, digest: before.digest },
      to: { number: revision + 1, digest: digest(policies as unknown as Json) },
    }
    this.#change(by, 'policies.set', 'workspace', () => this.#policies.put(policies, by, note), told)
    await this.#push()
    return answer(this.#policies.detail())
  }

  async spendPrivacy(day: string, epsilon: number) {
    return new PrivacyBudget(this.#sql).spend(day, epsilon)
  }

  async erasures() {
    return this.#erasures.list()
  }

  async recordErasure(request: ErasureRequest, erased: ErasedInShard & { loops: number }, by: string) {
    await this.#keepPersonalKey()
    const signed = await this.#erasures.sign(request, erased, by, this.#storedPersonalKey())
    if (!signed.ok) return signed
    const { id, runs, waiting } = signed.value.receipt
    const detail = `${runs.length} runs, ${waiting.length} once they have ended`
    const told = { detail, reason: request.reason }
    this.#change(by, 'personal.erased', id, () => this.#erasures.keep(signed.value), told)
    return signed
  }

  async changes(query: ChangeQuery) {
    return this.#changes.page(query)
  }

  async changesAfter(seq: number, limit: number) {
    return this.#changes.after(seq, limit)
  }

  async signChanges() {
    const { seq, hash } = this.#changes.head() ?? { seq: 0, hash: changesGenesis }
    const { workspace } = this.env
    const head: ChangesHead = { format: 'pavane.changes/1', workspace, at: Date.now(), seq, hash }
    const jws = await this.#signing.sign(head)
    return { head, jws, publicKey: this.#signing.publicKey() }
  }

  async note(by: string, what: string, subject: string, told: Told) {
    this.#changes.append(by, what, subject, told)
  }

  /** Shards that a change did not reach get it again. */
  override async alarm() {
    await this.#push()
  }

  /** Changes something and notes who did, both or neither. */
  #change<T>(by: string, what: string, subject: string, work: () => T, told: Told = ''): T {
    let result: T | undefined
    this.#sql.atomically(() => {
      result = work()
      this.#changes.append(by, what, subject, told)
      this.#setFact('revision', String(this.#revision() + 1))
    })
    return result as T
  }

  /** Should this object or a push be lost before the shards have the change, the alarm, set in the same turn, repeats it. */
  async #push() {
    this.#pushes += 1
    const push = this.#pushes
    await this.ctx.storage.setAlarm(Date.now() + retryPushMs)
    const loops = await this.loops()
    const pushes = loops.flatMap(({ name, shards }) => {
      const settings = this.#settings(name)
      return allShards(shards).map((shard) => shardOf(this.env, name, shard).configure(settings))
    })
    const failed = (await Promise.allSettled(pushes)).filter((push) => push.status === 'rejected')
    if (failed.length > 0)
      log('warn', 'settings.push-failed', { shards: failed.length, ...describeBug(failed[0]?.reason) })
    else if (push === this.#pushes) await this.ctx.storage.deleteAlarm()
  }

  #settings(loop: string): Settings {
    const hosts = this.#hosts.all().map(({ name, baseUrl, sandbox }) => [name, { baseUrl, sandbox }] as const)
    const policySet = this.#policies.current()
    const personal = this.#storedPersonalKey()
    const followers = this.#loops.followersOf(loop)
    return {
      revision: this.#revision(),
      hosts: Object.fromEntries(hosts),
      secrets: this.#secrets.sealedFor(loop),
      ...(policySet ? { policySet } : {}),
      ...(followers.length > 0 ? { followers } : {}),
      ...(personal ? { personal } : {}),
    }
  }

  #revision() {
    return Number(this.#fact('revision') ?? 0)
  }

  #fact(name: string): string | null {
    return this.#sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)?.value ?? null
  }

  #setFact(name: string, value: string) {
    this.#sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, value)
  }
}
