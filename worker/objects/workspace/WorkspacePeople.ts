import { DurableObject } from 'cloudflare:workers'
import type { z } from 'zod'
import type { CreateSession, CreateToken } from '../../../shared/api/identity.ts'
import type { Role } from '../../../shared/api/rights.ts'
import type { Env } from '../../env.ts'
import type { Principal } from '../../security/principal.ts'
import type { Identity } from './Identity.ts'
import type { Client, Identified, IdentityApi } from './identityApi.ts'
import type { SessionOwner } from './Sessions.ts'

/** What others ask a workspace of its people and programs. */
export abstract class WorkspacePeople extends DurableObject<Env> implements IdentityApi {
  protected abstract readonly identity: Identity

  async mayTryToSignIn(client: string) {
    return this.identity.mayTryToSignIn(client)
  }

  async signIn(request: z.infer<typeof CreateSession>, from: Client) {
    return this.identity.signIn(request, from)
  }

  async signInPerson(person: Identified, from: Client) {
    return this.identity.signInPerson(person, from)
  }

  async ownerOf(credentialHash: string) {
    return this.identity.ownerOf(credentialHash)
  }

  async admits(owner: SessionOwner) {
    return this.identity.visitor(owner) !== null
  }

  async enter(owner: SessionOwner, from: Client) {
    return this.identity.enter(owner, from)
  }

  async signOut(credentialHash: string) {
    this.identity.signOut(credentialHash)
  }

  async principalOfSession(credentialHash: string) {
    return this.identity.session(credentialHash)
  }

  async principalOfToken(credentialHash: string) {
    return this.identity.token(credentialHash)
  }

  async principalOfPerson(person: Identified) {
    return this.identity.person(person)
  }

  async sessions(of: Principal, current: string | null) {
    return this.identity.sessions(of, current)
  }

  async endSession(id: string, by: Principal) {
    return this.identity.endSession(id, by)
  }

  async tokens() {
    return this.identity.tokens()
  }

  async createToken(request: CreateToken, by: Principal) {
    return this.identity.createToken(request, by)
  }

  async deleteToken(id: string, by: string, reason?: string) {
    return this.identity.deleteToken(id, by, reason)
  }

  async members() {
    return this.identity.members()
  }

  async putMember(member: string, role: Role, by: Principal, reason?: string) {
    return this.identity.putMember(member, role, by, reason)
  }

  async deleteMember(member: string, by: string, reason?: string) {
    return this.identity.deleteMember(member, by, reason)
  }

  async putDefaultRole(role: Role | null, by: Principal, reason?: string) {
    return this.identity.putDefaultRole(role, by, reason)
  }

  async countPeople() {
    return this.identity.countPeople()
  }

  async deciders(loop: string) {
    return this.identity.deciders(loop)
  }
}
