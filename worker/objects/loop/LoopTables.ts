import type { Draft, Rollout, VersionSummary } from '../../../shared/api/loops.ts'
import type { Digest } from '../../../shared/audit/digest.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { firstPlacement, type Placement } from '../placement.ts'
import type { Sql } from '../storage/Sql.ts'

type LoopRow = {
  name: string
  example: number
  removing: number
  stable: string | null
  canary: string | null
  canary_weight: number | null
  rollout_revision: number
  shards: number
  former_shards: string
}
type DraftRow = {
  graph: string
  revision: number
  saved_at: number
  saved_by: string
  compiles_to: string | null
}
type VersionRow = {
  number: number
  version: string
  note: string
  by: string
  at: number
  approved_by: string | null
}

/** What a loop is, its draft and versions aside. */
export type StoredLoop = {
  name: string
  example: boolean
  rollout: Rollout
  rolloutRevision: number
  placement: Placement
}

export type StoredDraft = Draft & { compilesTo: Digest | null }

/** A loop's own facts, its draft and its versions, in SQLite. */
export class LoopTables {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  create(name: string, example: boolean): void {
    this.#sql.run('INSERT INTO loop (id, name, example, removing) VALUES (1, ?, ?, 0)', name, example ? 1 : 0)
  }

  /** The loop, unless it does not exist or is being removed. */
  loop(): StoredLoop | null {
    const row = this.#sql.first<LoopRow>('SELECT * FROM loop')
    if (!row || row.removing === 1) return null
    const canary = row.canary === null ? null : { version: row.canary, weight: row.canary_weight ?? 0 }
    return {
      name: row.name,
      example: row.example === 1,
      rollout: { stable: row.stable, canary },
      rolloutRevision: row.rollout_revision,
      placement: placementOf(row),
    }
  }

  /** The loop's name, also while it is being removed. */
  name(): string | null {
    return this.#sql.first<{ name: string }>('SELECT name FROM loop')?.name ?? null
  }

  /** Also while it is being removed. */
  placement(): Placement {
    const row = this.#sql.first<LoopRow>('SELECT * FROM loop')
    return row ? placementOf(row) : firstPlacement
  }

  setPlacement({ shards, former }: Placement): void {
    const query = 'UPDATE loop SET shards = ?, former_shards = ?, rollout_revision = rollout_revision + 1'
    this.#sql.run(query, shards, JSON.stringify(former))
  }

  /** When the shards are told again what runs; null when they know. */
  pushAt(): number | null {
    return this.#sql.first<{ push_at: number | null }>('SELECT push_at FROM loop')?.push_at ?? null
  }

  setPushAt(at: number | null): void {
    this.#sql.run('UPDATE loop SET push_at = ?', at)
  }

  setRemoving(removing: boolean): void {
    this.#sql.run('UPDATE loop SET removing = ?', removing ? 1 : 0)
  }

  setRollout({ stable, canary }: Rollout): void {
    const query =
      'UPDATE loop SET stable = ?, canary = ?, canary_weight = ?, rollout_revision = rollout_revision + 1'
    this.#sql.run(query, stable, canary?.version ?? null, canary?.weight ?? null)
  }

  /** Something else that shards are told of has changed. */
  raiseRevision(): void {
    this.#sql.run('UPDATE loop SET rollout_revision = rollout_revision + 1')
  }

  draft(): StoredDraft {
    const row = this.#sql.first<DraftRow>('SELECT * FROM draft')
    if (!row) throw new Error('A loop always has a draft')
    return {
      graph: JSON.parse(row.graph) as Json,
      revision: row.revision,
      savedAt: row.saved_at,
      savedBy: row.saved_by,
      compilesTo: row.compiles_to,
    }
  }

  saveDraft({ graph, revision, savedAt, savedBy, compilesTo }: StoredDraft): void {
    const query = 'INSERT OR REPLACE INTO draft VALUES (1, ?, ?, ?, ?, ?)'
    this.#sql.run(query, JSON.stringify(graph), revision, savedAt, savedBy, compilesTo)
  }

  /** Newest first. */
  versions(): VersionSummary[] {
    return this.#sql
      .all<VersionRow>('SELECT number, version, note, by, at, approved_by FROM versions ORDER BY number DESC')
      .map(({ approved_by, ...row }) => ({
        ...row,
        ...(approved_by === null ? {} : { approvedBy: approved_by }),
      }))
  }

  addVersion(summary: VersionSummary, graph: Graph, program: Program): void {
    const { number, version, note, by, at, approvedBy = null } = summary
    const query = 'INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    const stored = [JSON.stringify(graph), JSON.stringify(program)]
    this.#sql.run(query, number, version, note, by, at, ...stored, approvedBy)
  }

  graphOf(number: number): Graph | null {
    const row = this.#sql.first<{ graph: string }>('SELECT graph FROM versions WHERE number = ?', number)
    return row ? (JSON.parse(row.graph) as Graph) : null
  }

  programOf(version: Digest): { number: number; program: Program } | null {
    const query = 'SELECT number, program FROM versions WHERE version = ?'
    const row = this.#sql.first<{ number: number; program: string }>(query, version)
    return row ? { number: row.number, program: JSON.parse(row.program) as Program } : null
  }
}

const placementOf = ({ shards, former_shards }: LoopRow): Placement => ({
  shards,
  former: JSON.parse(former_shards) as number[],
})
