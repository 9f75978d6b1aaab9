import type { z } from 'zod'
import type * as identity from '../../../shared/api/identity.ts'
import type { Role } from '../../../shared/api/rights.ts'
import type { Candidate } from '../../../shared/engine/command.ts'
import type { Answer } from '../../http/problem.ts'
import type { Principal } from '../../security/principal.ts'
import type { SessionOwner } from './Sessions.ts'

/** A session that has begun: the credential is for the cookie alone. */
export type SignedIn = { principal: Principal; credential: string; maxAgeSeconds: number }

/** Where a sign-in comes from. */
export type Client = {
  /** Tells callers apart, so that one who guesses does not lock out the others. */
  address: string
  /** What the browser calls itself. */
  agent: string
  /** The session that the browser had before, by its hash: it ends with the sign-in. */
  replaces: string | null
}

/** Somebody of whom a provider says who it is. */
export type Identified = { email: string; name: string; groups: readonly string[] }

/** What a workspace knows of people and programs. A credential comes as its hash. */
export type IdentityApi = {
  /** Refuses a client that has guessed too often, before anybody reads what it sends. */
  mayTryToSignIn(client: string): Promise<Answer<null>>
  signIn(request: z.infer<typeof identity.CreateSession>, from: Client): Promise<Answer<SignedIn>>
  /** Refuses who has no role here. */
  signInPerson(person: Identified, from: Client): Promise<Answer<SignedIn>>
  /** Whose a session is; null for one that has ended. */
  ownerOf(credentialHash: string): Promise<SessionOwner | null>
  /** Whether whoever has a session in another workspace has a role in this one. */
  admits(owner: SessionOwner): Promise<boolean>
  /** Begins a session for whoever has one in another workspace; refuses who has no role here. */
  enter(owner: SessionOwner, from: Client): Promise<Answer<SignedIn>>
  signOut(credentialHash: string): Promise<void>
  principalOfSession(credentialHash: string): Promise<Principal | null>
  principalOfToken(credentialHash: string): Promise<Principal | null>
  /** Whoever is known and of no role here is a principal without one. */
  principalOfPerson(person: Identified): Promise<Principal>
  /** Their own; an administrator's are everybody's. `current` is the hash of the one that asks. */
  sessions(of: Principal, current: string | null): Promise<identity.SessionInfo[]>
  endSession(id: string, by: Principal): Promise<Answer<null>>
  tokens(): Promise<identity.TokenInfo[]>
  /** Refuses a token that may do more than who makes it. */
  createToken(
    request: identity.CreateToken,
    by: Principal,
  ): Promise<Answer<z.infer<typeof identity.CreatedToken>>>
  deleteToken(id: string, by: string, reason?: string): Promise<Answer<null>>
  members(): Promise<z.infer<typeof identity.MemberList>>
  putMember(member: string, role: Role, by: Principal, reason?: string): Promise<Answer<identity.Member>>
  deleteMember(member: string, by: string, reason?: string): Promise<Answer<null>>
  putDefaultRole(role: Role | null, by: Principal, reason?: string): Promise<Answer<null>>
  /** How many people and programs have each role. */
  countPeople(): Promise<Partial<Record<Role, number>>>
  /** Everyone known who may decide approvals of a loop, each with the role that they have. */
  deciders(loop: string): Promise<Candidate[]>
}
