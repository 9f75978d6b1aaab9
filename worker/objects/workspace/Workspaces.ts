import type { WorkspaceInfo } from '../../../shared/api/workspaces.ts'
import { defaultWorkspace, type WorkspaceName } from '../../../shared/graph/ids.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = { name: string; created_at: number; created_by: string }

const info = ({ name, created_at, created_by }: Row): WorkspaceInfo => ({
  name,
  createdAt: created_at,
  createdBy: created_by,
})

const first: WorkspaceInfo = { name: defaultWorkspace, createdAt: null, createdBy: 'pavane' }

/** The workspaces of the server, which the default one keeps. */
export class Workspaces {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The default one first. */
  list(): WorkspaceInfo[] {
    return [first, ...this.#sql.all<Row>('SELECT * FROM workspaces ORDER BY name').map(info)]
  }

  has(name: WorkspaceName): boolean {
    return name === defaultWorkspace || this.#find(name) !== undefined
  }

  add(name: WorkspaceName, by: string): WorkspaceInfo {
    const row: Row = { name, created_at: Date.now(), created_by: by }
    this.#sql.run('INSERT INTO workspaces VALUES (?, ?, ?)', ...Object.values(row))
    return info(row)
  }

  #find(name: WorkspaceName): Row | undefined {
    return this.#sql.first<Row>('SELECT * FROM workspaces WHERE name = ?', name)
  }
}
