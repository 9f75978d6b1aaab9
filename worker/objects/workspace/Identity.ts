import type { z } from 'zod'
import type { CreateSession, CreateToken, SessionInfo } from '../../../shared/api/identity.ts'
import { apiLimits } from '../../../shared/api/limits.ts'
import { type GivenRight, type Role, rightsWithin, type Scope } from '../../../shared/api/rights.ts'
import type { WorkspaceName } from '../../../shared/graph/ids.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { AttemptLimit } from '../../security/AttemptLimit.ts'
import { sha256Hex } from '../../security/digests.ts'
import { administrator, type Principal, type PrincipalId } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Told } from './ChangeLog.ts'
import type { Client, Identified, IdentityApi, SignedIn } from './identityApi.ts'
import { Members, type Standing } from './Members.ts'
import { countPeople, decidersAmong } from './people.ts'
import { type SessionOwner, Sessions } from './Sessions.ts'
import { mayTry, signIn } from './signIn.ts'
import { Tokens } from './Tokens.ts'

/** Changes something and notes who did, both or neither. */
export type Change = <T>(by: string, what: string, subject: string, work: () => T, told?: Told) => T

type Settings = { workspace: WorkspaceName; adminToken: string | null; firstAdmins: readonly string[] }

const personId = (email: string): PrincipalId => `person:${email}`

/** The people and programs of a workspace: who they are, what they may do, and by which sessions and tokens they come. */
export class Identity {
  readonly #settings: Settings
  readonly #sessions: Sessions
  readonly #tokens: Tokens
  readonly #members: Members
  readonly #change: Change
  readonly #signInLimit = new AttemptLimit(apiLimits.failedSignInsPerMinute)

  constructor(sql: Sql, settings: Settings, change: Change) {
    this.#settings = settings
    this.#sessions = new Sessions(sql, settings.workspace)
    this.#tokens = new Tokens(sql, settings.workspace)
    this.#members = new Members(sql, settings.firstAdmins)
    this.#change = change
  }

  mayTryToSignIn(client: string): Answer<null> {
    return mayTry(client, { limit: this.#signInLimit, now: Date.now() })
  }

  signIn(request: z.infer<typeof CreateSession>, from: Client): Answer<SignedIn> {
    return signIn(request, from, {
      adminToken: this.#settings.adminToken,
      sessions: this.#sessions,
      tokens: this.#tokens,
      limit: this.#signInLimit,
      now: Date.now(),
    })
  }

  signInPerson(person: Identified, from: Client): Answer<SignedIn> {
    const principal = this.person(person)
    if (principal.role === null)
      return refuse(
        'forbidden',
        `${person.email} has no role here. An admin gives roles under Settings, Members.`,
      )
    const { email, groups } = person
    const begun = this.#sessions.begin(
      { owner: personId(email), via: 'oidc', name: email, groups, boundTo: '' },
      from,
    )
    return answer({ principal: { ...principal, via: 'session' }, ...begun })
  }

  /** Whose a session is; null for one that has ended. */
  ownerOf(hash: string): SessionOwner | null {
    const session = this.#sessions.use(hash)
    if (!session || this.#principalOf(session) === null) return null
    const { owner, via, name, groups, boundTo, expiresAt: until } = session
    return { owner, via, name, groups, boundTo, until }
  }

  /** What the owner of a session in another workspace is here. A token is of its own workspace alone. */
  visitor(owner: SessionOwner): Principal | null {
    return owner.owner.startsWith('token:') ? null : this.#principalOf(owner)
  }

  /** Begins a session for the owner of one in another workspace. */
  enter(owner: SessionOwner, from: Client): Answer<SignedIn> {
    const principal = this.visitor(owner)
    if (principal === null) return refuse('forbidden', `${owner.name} has no role here.`)
    return answer({ principal: { ...principal, via: 'session' }, ...this.#sessions.begin(owner, from) })
  }

  signOut(hash: string): void {
    this.#sessions.end(hash)
  }

  /** Who a session is for, with what they may do now: a role that was taken away is gone at once. */
  session(hash: string): Principal | null {
    const session = this.#sessions.use(hash)
    const principal = session && this.#principalOf(session)
    return principal ? { ...principal, via: 'session' } : null
  }

  token(hash: string): Principal | null {
    return this.#tokens.use(hash)
  }

  person(person: Identified): Principal {
    const { email, groups } = person
    const standing = this.#members.standingOf(email, groups)
    if (standing !== null) this.#members.saw(person)
    return asPrincipal(email, standing, 'access')
  }

  sessions(of: Principal, current: string | null): SessionInfo[] {
    return this.#sessions.list(isAdmin(of) ? null : of.id).flatMap((session) => {
      const role = this.#principalOf(session)?.role
      if (!role) return []
      const { id, name, via, startedAt, usedAt, expiresAt, agent } = session
      const isCurrent = session.hash === current
      return [{ id, name, role, via, startedAt, lastUsedAt: usedAt, expiresAt, agent, current: isCurrent }]
    })
  }

  endSession(id: string, by: Principal): Answer<null> {
    const session = this.#sessions.list(isAdmin(by) ? null : by.id).find((each) => each.id === id)
    if (!session) return refuse('not-found', 'There is no such session.')
    this.#change(by.by, 'session.ended', session.name, () => this.#sessions.end(session.hash), session.agent)
    return answer(null)
  }

  tokens() {
    return this.#tokens.list()
  }

  createToken(request: CreateToken, by: Principal): Awaited<ReturnType<IdentityApi['createToken']>> {
    const { name, role, rights, loops, reason = '' } = request
    const refusal = whyNotGiven(by, role, { rights })
    if (refusal) return refusal
    const narrowed = [
      ...(rights ? [`only to ${rights.join(', ')}`] : []),
      ...(loops ? [`only ${loops.join(', ')}`] : []),
    ]
    const create = () => this.#tokens.create(request, by)
    const detail = [role, ...narrowed].join(', ')
    return answer(this.#change(by.by, 'token.created', name, create, { detail, reason }))
  }

  /** The sessions that a token started end with it. */
  deleteToken(id: string, by: string, reason = ''): Answer<null> {
    const token = this.#tokens.list().find((candidate) => candidate.id === id)
    if (!token) return refuse('not-found', 'There is no such token.')
    const revoke = () => {
      this.#tokens.delete(id)
      this.#sessions.endAll(`token:${id}`)
    }
    this.#change(by, 'token.revoked', token.name, revoke, { detail: token.role, reason })
    return answer(null)
  }

  members() {
    return this.#members.list()
  }

  putMember(member: string, role: Role, by: Principal, reason = '') {
    const refusal = whyNotGiven(by, role, {})
    if (refusal) return refusal
    const told = { ...this.#roleBefore(member), to: { value: role }, detail: role, reason }
    const put = () => this.#members.put(member, role, by.by)
    return answer(this.#change(by.by, 'member.set', member, put, told))
  }

  deleteMember(member: string, by: string, reason = ''): Answer<null> {
    if (!this.#members.has(member)) return refuse('not-found', `There is no member “${member}”.`)
    const told = { ...this.#roleBefore(member), reason }
    this.#change(by, 'member.removed', member, () => this.#members.delete(member), told)
    return answer(null)
  }

  #roleBefore(member: string) {
    const before = this.#members.list().members.find((each) => each.member === member)
    return before ? { from: { value: before.role } } : {}
  }

  putDefaultRole(role: Role | null, by: Principal, reason = ''): Answer<null> {
    const refusal = role === null ? null : whyNotGiven(by, role, {})
    if (refusal) return refusal
    const words = (of: Role | null) => of ?? 'no role'
    const told = {
      from: { value: words(this.#members.defaultRole()) },
      to: { value: words(role) },
      detail: words(role),
      reason,
    }
    const put = () => this.#members.putDefaultRole(role)
    this.#change(by.by, 'members.default-set', 'everyone else', put, told)
    return answer(null)
  }

  countPeople() {
    return countPeople(this.#tokens.list(), this.#members.known(), Date.now())
  }

  deciders(loop: string) {
    const people = this.#members
      .known()
      .map(({ name, role }) => ({ by: name, id: personId(name), role, scope: {} }))
    return decidersAmong([administrator('admin-token'), ...this.#tokens.principals(), ...people], loop)
  }

  #principalOf({ owner, groups, boundTo }: SessionOwner): Principal | null {
    if (owner === 'admin') {
      const { adminToken } = this.#settings
      return adminToken !== null && boundTo === sha256Hex(adminToken) ? administrator('session') : null
    }
    const id = owner.slice(owner.indexOf(':') + 1)
    if (owner.startsWith('token:')) return this.#tokens.byId(id)
    const standing = this.#members.standingOf(id, groups)
    return standing && asPrincipal(id, standing, 'session')
  }
}

function asPrincipal(email: string, standing: Standing, via: Principal['via']): Principal {
  const isServerAdmin = standing?.because === 'environment'
  const role = standing?.role ?? null
  return { by: email, id: personId(email), role, via, scope: {}, ...(isServerAdmin ? { isServerAdmin } : {}) }
}

const isAdmin = ({ role, scope }: Principal) =>
  role !== null && rightsWithin(role, scope).includes('administer')

/** Nobody gives more than they have: a token that is narrowed could else make itself one that is not. */
function whyNotGiven(by: Principal, role: Role, scope: Scope) {
  const own: GivenRight[] = by.role === null ? [] : rightsWithin(by.role, by.scope)
  const missing = rightsWithin(role, scope).filter((right) => !own.includes(right))
  if (missing.length === 0) return null
  return refuse('forbidden', `You can’t give what you do not have: the right to ${missing.join(', ')}.`)
}
