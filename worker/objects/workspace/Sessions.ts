import type { Role } from '../../../shared/api/rights.ts'
import { newCredential, sha256Hex } from '../../security/digests.ts'
import type { Principal } from '../../security/principal.ts'
import type { SignInClaim } from '../../security/signInCode.ts'
import type { SignedIn } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { hash: string; name: string; role: string; token: string | null; expires_at: number }

const maxAgeSeconds = 30 * 24 * 60 * 60

/** Browser sessions, of which only hashes are kept, and the sign-in codes that are used up. */
export class Sessions {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** Uses a sign-in code up. False when it was used before. */
  burn({ nonce, exp }: SignInClaim): boolean {
    this.#sql.run('DELETE FROM nonces WHERE expires_at <= ?', Date.now())
    const query = 'INSERT INTO nonces VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING nonce'
    return this.#sql.all<{ nonce: string }>(query, nonce, exp).length === 1
  }

  /** Begins a session; `token` is the API token that it ends with. */
  begin(by: string, role: Role, token: string | null): SignedIn {
    const credential = newCredential('pvs_')
    this.#sql.run('DELETE FROM sessions WHERE expires_at <= ?', Date.now())
    const expiresAt = Date.now() + maxAgeSeconds * 1000
    const query = 'INSERT INTO sessions VALUES (?, ?, ?, ?, ?)'
    this.#sql.run(query, sha256Hex(credential), by, role, token, expiresAt)
    return { principal: { by, role, via: 'session' }, credential, maxAgeSeconds }
  }

  find(hash: string): Principal | null {
    const row = this.#sql.first<Row>('SELECT * FROM sessions WHERE hash = ?', hash)
    if (!row || row.expires_at <= Date.now()) return null
    return { by: row.name, role: row.role as Role, via: 'session' }
  }

  end(hash: string): void {
    this.#sql.run('DELETE FROM sessions WHERE hash = ?', hash)
  }
}
