import { caseOfRun, type LeftOut } from '../../shared/cases/caseOf.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Case } from '../../shared/graph/case.ts'
import { Json } from '../../shared/json.ts'
import { callApi } from '../app/api.ts'
import { ApiError } from '../app/apiError.ts'
import { idFromTitle, uniqueId } from '../editor/model/uniqueId.ts'

export type SavedTest = { id: string; leftOut: readonly LeftOut[] }

/** Adds a recorded run to its loop's draft as a test, under a title; whoever saves the draft meanwhile loses nothing. */
export async function saveRunAsTest(
  loop: string,
  title: string,
  program: Program,
  events: readonly RunEvent[],
): Promise<SavedTest | null> {
  const made = caseOfRun({ id: idFromTitle(title, 'run'), title }, program, events)
  if (!made) return null
  for (;;) {
    const { draft } = await callApi('getLoop', { params: { loop } })
    const added = withCase(draft.graph, made.case)
    if (!added) return null
    try {
      await callApi('saveDraft', {
        params: { loop },
        body: { graph: added.graph },
        ifMatch: `"${draft.revision}"`,
      })
      return { id: added.id, leftOut: made.leftOut }
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'revision-stale') throw error
    }
  }
}

/** A draft may be broken in any way; null where it has no place for a test. */
function withCase(graph: Json, test: Case): { graph: Json; id: string } | null {
  if (typeof graph !== 'object' || graph === null || Array.isArray(graph)) return null
  const cases = Array.isArray(graph.cases) ? graph.cases : []
  const taken = cases.flatMap((each) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) && typeof each.id === 'string'
      ? [each.id]
      : [],
  )
  const id = uniqueId(test.id, taken)
  return { graph: { ...graph, cases: [...cases, Json.parse({ ...test, id })] }, id }
}
