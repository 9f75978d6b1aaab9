import type { PolicySetInfo, PolicySetVersion, WorkspacePolicies } from '../../../shared/api/policies.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import type { Json } from '../../../shared/json.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { refuse } from '../../http/problem.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { version: number; digest: string; policies: string; at: number; by: string; note: string }

/** The workspace's policies: every version that ever held, the newest of which holds. */
export class PolicySets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** What holds now; null as long as nobody set any. */
  current(): PolicySet | null {
    const row = this.#sql.first<Row>('SELECT * FROM policy_sets ORDER BY version DESC LIMIT 1')
    return row ? setOf(row) : null
  }

  /** What holds now, and the newest hundred versions. Before the first there is an empty one, numbered 0. */
  detail(): WorkspacePolicies {
    const current = this.current() ?? { version: 0, digest: digest([]), policies: [] }
    return { ...current, history: this.history(100) }
  }

  /** Why these can't take the place of what somebody read as `revision`; null when they can. */
  refusal(policies: readonly Policy[], revision: number) {
    const version = this.current()?.version ?? 0
    if (version !== revision)
      return refuse('revision-stale', `The policies are at version ${version}; you edited ${revision}.`, {
        headers: { etag: `"${version}"` },
      })
    const faults = policySetFaults(policies).filter(({ warning }) => !warning)
    if (faults.length === 0) return null
    const errors = faults.map(({ pointer, message }) => ({ pointer: `/policies${pointer}`, message }))
    return refuse('invalid-request', `The policies have faults. The first: ${errors[0]?.message}.`, {
      errors,
    })
  }

  version(version: number): PolicySetVersion | null {
    const row = this.#sql.first<Row>('SELECT * FROM policy_sets WHERE version = ?', version)
    return row ? { ...setOf(row), ...infoOf(row) } : null
  }

  /** The set of that digest, whichever version had it. */
  byDigest(wanted: string): PolicySet | null {
    const query = 'SELECT * FROM policy_sets WHERE digest = ? ORDER BY version DESC LIMIT 1'
    const row = this.#sql.first<Row>(query, wanted)
    return row ? setOf(row) : null
  }

  /** The versions, newest first. */
  history(limit: number): PolicySetInfo[] {
    const query = 'SELECT * FROM policy_sets ORDER BY version DESC LIMIT ?'
    return this.#sql.all<Row>(query, limit).map(infoOf)
  }

  put(policies: readonly Policy[], by: string, note: string): PolicySet {
    const version = (this.current()?.version ?? 0) + 1
    const made = digest(policies as unknown as Json)
    const values = [version, made, JSON.stringify(policies), Date.now(), by, note]
    this.#sql.run('INSERT INTO policy_sets VALUES (?, ?, ?, ?, ?, ?)', ...values)
    return { version, digest: made, policies: [...policies] }
  }
}

function setOf({ version, digest: made, policies }: Row): PolicySet {
  return { version, digest: made, policies: JSON.parse(policies) as Policy[] }
}

function infoOf({ version, digest: made, policies, at, by, note }: Row): PolicySetInfo {
  const count = (JSON.parse(policies) as Policy[]).length
  return { version, digest: made, count, savedAt: at, savedBy: by, note }
}
