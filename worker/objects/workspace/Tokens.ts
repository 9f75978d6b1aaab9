import type { z } from 'zod'
import type { Role } from '../../../shared/api/rights.ts'
import type { CreatedToken, CreateToken, TokenInfo } from '../../../shared/api/workspace.ts'
import { newCredential, sha256Hex } from '../../security/digests.ts'
import type { Principal } from '../../security/principal.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = {
  id: string
  hash: string
  name: string
  role: string
  created_at: number
  created_by: string
  expires_at: number | null
}

const info = (row: Row): TokenInfo => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  createdAt: row.created_at,
  createdBy: row.created_by,
  expiresAt: row.expires_at,
})

/** API tokens, of which only hashes are kept: a copy of the table signs nobody in. */
export class Tokens {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  list(): TokenInfo[] {
    return this.#sql.all<Row>('SELECT * FROM tokens ORDER BY created_at DESC').map(info)
  }

  create({ name, role, expiresAt }: z.infer<typeof CreateToken>, by: string): z.infer<typeof CreatedToken> {
    const token = newCredential('pvt_')
    const row = {
      id: `tok_${crypto.randomUUID()}`,
      hash: sha256Hex(token),
      name,
      role,
      created_at: Date.now(),
      created_by: by,
      expires_at: expiresAt,
    }
    this.#sql.run('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)', ...Object.values(row))
    return { ...info(row), token }
  }

  /** Who a token is for, and which one it is; null when it is unknown or has expired. */
  find(hash: string): { id: string; principal: Principal } | null {
    const row = this.#sql.first<Row>('SELECT * FROM tokens WHERE hash = ?', hash)
    if (!row || (row.expires_at !== null && row.expires_at <= Date.now())) return null
    return { id: row.id, principal: { by: row.name, role: row.role as Role, via: 'token' } }
  }

  /** Revokes a token. The sessions that it started end with it. */
  delete(id: string): TokenInfo | null {
    const row = this.#sql.first<Row>('DELETE FROM tokens WHERE id = ? RETURNING *', id)
    if (!row) return null
    this.#sql.run('DELETE FROM sessions WHERE token = ?', id)
    return info(row)
  }
}
