import type { z } from 'zod'
import type { CreatedToken, CreateToken, TokenInfo } from '../../../shared/api/identity.ts'
import type { GivenRight, Role } from '../../../shared/api/rights.ts'
import { lineageFrom } from '../../../shared/engine/person.ts'
import type { WorkspaceName } from '../../../shared/graph/ids.ts'
import { credentialIn } from '../../security/credentials.ts'
import { sha256Hex } from '../../security/digests.ts'
import type { Principal, PrincipalId } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'
import { usedWithinMs } from './Sessions.ts'

type Row = {
  id: string
  hash: string
  name: string
  role: string
  created_at: number
  created_by: string
  expires_at: number | null
  rights: string | null
  loops: string | null
  used_at: number | null
  lineage: string | null
}

const info = (row: Row): TokenInfo => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  rights: row.rights === null ? null : (JSON.parse(row.rights) as GivenRight[]),
  loops: row.loops === null ? null : (JSON.parse(row.loops) as string[]),
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
  lastUsedAt: row.used_at,
})

function principalOf(row: Row): Principal {
  const { id, name, role, rights, loops } = info(row)
  const lineage = JSON.parse(row.lineage ?? '[]') as PrincipalId[]
  const scope = { ...(rights ? { rights } : {}), ...(loops ? { loops } : {}) }
  return {
    by: name,
    id: `token:${id}`,
    role,
    via: 'token',
    scope,
    ...(lineage.length > 0 ? { lineage } : {}),
  }
}

/** API tokens, of which only hashes are kept: a copy of the table signs nobody in. */
export class Tokens {
  readonly #sql: Sql
  readonly #workspace: WorkspaceName

  constructor(sql: Sql, workspace: WorkspaceName) {
    this.#sql = sql
    this.#workspace = workspace
  }

  list(): TokenInfo[] {
    return this.#sql.all<Row>('SELECT * FROM tokens ORDER BY created_at DESC').map(info)
  }

  /** Who may come by a token. */
  principals(): Principal[] {
    return this.#sql
      .all<Row>('SELECT * FROM tokens WHERE expires_at IS NULL OR expires_at > ?', Date.now())
      .map(principalOf)
  }

  create({ name, role, rights, loops, expiresAt }: CreateToken, by: Principal): z.infer<typeof CreatedToken> {
    const token = credentialIn(this.#workspace, 'token')
    const row: Row = {
      id: `tok_${crypto.randomUUID()}`,
      hash: sha256Hex(token),
      name,
      role,
      created_at: Date.now(),
      created_by: by.by,
      expires_at: expiresAt,
      rights: rights ? JSON.stringify(rights) : null,
      loops: loops ? JSON.stringify(loops) : null,
      used_at: null,
      lineage: JSON.stringify(lineageFrom(by)),
    }
    this.#sql.run('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(row))
    return { ...info(row), token }
  }

  /** Who a token is for, and notes that it was used; null when it is unknown or has expired. */
  use(hash: string): Principal | null {
    const now = Date.now()
    const row = this.#sql.first<Row>('SELECT * FROM tokens WHERE hash = ?', hash)
    if (!row || (row.expires_at !== null && row.expires_at <= now)) return null
    if ((row.used_at ?? 0) <= now - usedWithinMs)
      this.#sql.run('UPDATE tokens SET used_at = ? WHERE id = ?', now, row.id)
    return principalOf(row)
  }

  /** Who the token of a session is for; null when it was revoked or has expired. */
  byId(id: string): Principal | null {
    const row = this.#sql.first<Row>('SELECT * FROM tokens WHERE id = ?', id)
    return !row || (row.expires_at !== null && row.expires_at <= Date.now()) ? null : principalOf(row)
  }

  /** Revokes a token. */
  delete(id: string): void {
    this.#sql.run('DELETE FROM tokens WHERE id = ?', id)
  }
}
