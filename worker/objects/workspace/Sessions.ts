import type { SessionInfo } from '../../../shared/api/identity.ts'
import type { WorkspaceName } from '../../../shared/graph/ids.ts'
import { credentialIn } from '../../security/credentials.ts'
import { sha256Hex } from '../../security/digests.ts'
import type { PrincipalId } from '../../security/principal.ts'
import type { SignInClaim } from '../../security/signInCode.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Client } from './identityApi.ts'

type Row = {
  hash: string
  id: string
  owner: string
  via: string
  name: string
  groups: string
  bound_to: string
  started_at: number
  used_at: number
  expires_at: number
  agent: string
}

/** Whose a session is, and how it began. `groups` are those that the provider named, `boundTo` what it ends with. */
export type SessionOwner = {
  owner: PrincipalId
  via: SessionInfo['via']
  name: string
  groups: readonly string[]
  boundTo: string
  /** When the session ended that this one goes on from: going from one workspace to another makes none longer. */
  until?: number
}

export type StoredSession = SessionOwner & {
  hash: string
  id: string
  startedAt: number
  usedAt: number
  expiresAt: number
  agent: string
}

const day = 24 * 60 * 60
/** Who a provider vouches for is asked for again each day: it may have let them go. */
const maxAgeSeconds = { link: 30 * day, token: 30 * day, oidc: day } as const
/** A session that nobody used for so long has ended, whatever its age. */
const idleMs = 7 * day * 1000
/** How exactly it is known when a session was last used: a row each time would be a row a request. */
export const usedWithinMs = 10 * 60 * 1000

const stored = (row: Row): StoredSession => ({
  hash: row.hash,
  id: row.id,
  owner: row.owner as PrincipalId,
  via: row.via as SessionInfo['via'],
  name: row.name,
  groups: JSON.parse(row.groups) as string[],
  boundTo: row.bound_to,
  startedAt: row.started_at,
  usedAt: row.used_at,
  expiresAt: row.expires_at,
  agent: row.agent,
})

/** Browser sessions, of which only hashes are kept, and the sign-in codes that are used up. */
export class Sessions {
  readonly #sql: Sql
  readonly #workspace: WorkspaceName

  constructor(sql: Sql, workspace: WorkspaceName) {
    this.#sql = sql
    this.#workspace = workspace
  }

  /** Uses a sign-in code up. False when it was used before. */
  burn({ nonce, exp }: SignInClaim): boolean {
    this.#sql.run('DELETE FROM nonces WHERE expires_at <= ?', Date.now())
    const query = 'INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING nonce'
    return this.#sql.all<{ nonce: string }>(query, nonce, exp).length === 1
  }

  /** Begins a session under a new credential; the one that the browser had before ends. */
  begin(of: SessionOwner, { agent, replaces }: Client): { credential: string; maxAgeSeconds: number } {
    const credential = credentialIn(this.#workspace, 'session')
    const now = Date.now()
    const ends = Math.min(now + maxAgeSeconds[of.via] * 1000, of.until ?? Number.POSITIVE_INFINITY)
    this.#sql.run('DELETE FROM sessions WHERE expires_at <= ? OR used_at <= ?', now, now - idleMs)
    if (replaces !== null) this.end(replaces)
    const row: Row = {
      hash: sha256Hex(credential),
      id: `ses_${crypto.randomUUID()}`,
      owner: of.owner,
      via: of.via,
      name: of.name,
      groups: JSON.stringify(of.groups),
      bound_to: of.boundTo,
      started_at: now,
      used_at: now,
      expires_at: ends,
      agent: agent.slice(0, 300),
    }
    this.#sql.run('INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(row))
    return { credential, maxAgeSeconds: Math.floor((ends - now) / 1000) }
  }

  /** The session, noted as used; null for one that has ended. */
  use(hash: string): StoredSession | null {
    const now = Date.now()
    const row = this.#sql.first<Row>('SELECT * FROM sessions WHERE hash = ?', hash)
    if (!row || row.expires_at <= now || row.used_at <= now - idleMs) return null
    if (row.used_at <= now - usedWithinMs)
      this.#sql.run('UPDATE sessions SET used_at = ? WHERE hash = ?', now, hash)
    return stored(row)
  }

  /** Those under way, last used first; of one owner, or all. */
  list(owner: PrincipalId | null): StoredSession[] {
    const now = Date.now()
    const rows = this.#sql.all<Row>(
      'SELECT * FROM sessions WHERE expires_at > ? AND used_at > ? ORDER BY used_at DESC, id',
      now,
      now - idleMs,
    )
    return rows.map(stored).filter((session) => owner === null || session.owner === owner)
  }

  end(hash: string): void {
    this.#sql.run('DELETE FROM sessions WHERE hash = ?', hash)
  }

  /** Ends every session of an owner. */
  endAll(owner: PrincipalId): void {
    this.#sql.run('DELETE FROM sessions WHERE owner = ?', owner)
  }
}
