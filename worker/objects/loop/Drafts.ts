import type { LoopDetail, LoopSummary } from '../../../shared/api/loops.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import { type Answer, answer } from '../../http/problem.ts'
import type { Sql } from '../storage/Sql.ts'
import { describeDraft } from './describeDraft.ts'
import type { LoopTables, StoredDraft, StoredLoop } from './LoopTables.ts'
import { draftIsStale } from './Publishing.ts'

export type NewLoop = { name: string; graph: Graph; example: boolean; by: string }

/** The draft of a loop, and how the loop stands with it. */
export class Drafts {
  readonly #sql: Sql
  readonly #tables: LoopTables

  constructor(sql: Sql, tables: LoopTables) {
    this.#sql = sql
    this.#tables = tables
  }

  begin({ name, graph, example, by }: NewLoop): void {
    const named: Graph = { ...graph, name }
    this.#sql.atomically(() => {
      this.#tables.create(name, example)
      this.#tables.saveDraft(draftOf(named as unknown as Json, 1, by))
    })
  }

  save(graph: Json, revision: number, by: string): Answer<{ revision: number; savedAt: number }> {
    const before = this.#tables.draft()
    if (before.revision !== revision) return draftIsStale(before, revision)
    const draft = draftOf(graph, revision + 1, by)
    this.#tables.saveDraft(draft)
    return answer({ revision: draft.revision, savedAt: draft.savedAt })
  }

  summary(loop: StoredLoop): LoopSummary {
    const draft = this.#tables.draft()
    const published = this.#tables.versions().find(({ version }) => version === loop.rollout.stable) ?? null
    return {
      name: loop.name,
      ...describeDraft(draft.graph, loop.name),
      example: loop.example,
      published,
      draftSavedAt: draft.savedAt,
      draftDiffers: published === null || draft.compilesTo !== published.version,
    }
  }

  detail(loop: StoredLoop): LoopDetail {
    const { graph, revision, savedAt, savedBy } = this.#tables.draft()
    return {
      ...this.summary(loop),
      draft: { graph, revision, savedAt, savedBy },
      versions: this.#tables.versions(),
      rollout: loop.rollout,
      shards: loop.placement.shards,
    }
  }
}

function draftOf(graph: Json, revision: number, by: string): StoredDraft {
  const compilesTo = compile(graph).program?.version ?? null
  return { graph, revision, savedAt: Date.now(), savedBy: by, compilesTo }
}
