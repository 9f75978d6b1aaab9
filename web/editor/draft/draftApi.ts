import type { Graph } from '../../../shared/graph/graph.ts'
import { callApi } from '../../app/api.ts'
import { ApiError } from '../../app/apiError.ts'
import { asJson } from '../model/asJson.ts'
import type { SaveAnswer } from './createDraftSync.ts'

/** Saves a draft that was edited from this revision; every way it can go is an answer. */
export async function saveDraftTo(loop: string, graph: Graph, revision: number): Promise<SaveAnswer> {
  try {
    const answer = await callApi('saveDraft', {
      params: { loop },
      body: { graph: asJson(graph) },
      ifMatch: `"${revision}"`,
    })
    return { type: 'saved', revision: answer.revision, at: answer.savedAt }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 'revision-stale') return { type: 'stale' }
    if (error.code === 'unreachable' || error.status >= 500) return { type: 'unreachable' }
    return { type: 'refused', message: error.message }
  }
}

/** The draft as the server has it now, or null while the server does not answer. */
export async function loadDraft(loop: string) {
  try {
    return (await callApi('getLoop', { params: { loop } })).draft
  } catch (error) {
    if (error instanceof ApiError) return null
    throw error
  }
}
