import * as loops from '../loops.ts'
import { ReasonQuery } from '../reason.ts'
import { SendOnce, SentOnce } from '../sendOnce.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Loops and their drafts. */
export const loopsRoutes = {
  listLoops: {
    method: 'GET',
    path: '/api/loops',
    right: 'read',
    says: 'List the loops',
    answer: loops.LoopList,
    status: 200,
  },
  createLoop: {
    method: 'POST',
    path: '/api/loops',
    right: 'build',
    says: 'Create a loop from a graph',
    body: loops.CreateLoop,
    answer: loops.LoopDetail,
    status: 201,
  },
  getLoop: {
    method: 'GET',
    path: '/api/loops/:loop',
    right: 'read',
    says: 'A loop, its draft and its versions',
    answer: loops.LoopDetail,
    status: 200,
  },
  deleteLoop: {
    method: 'DELETE',
    path: '/api/loops/:loop',
    right: 'build',
    says: 'Delete a loop that has no run under way',
    query: ReasonQuery,
    answer: null,
    status: 204,
  },
  saveDraft: {
    method: 'PUT',
    path: '/api/loops/:loop/draft',
    right: 'build',
    says: 'Save the draft; If-Match names the revision that was edited',
    body: loops.SaveDraft,
    answer: loops.SavedDraft,
    status: 200,
  },
  compile: {
    method: 'POST',
    path: '/api/loops/:loop/compile',
    right: 'read',
    says: 'Compile a graph without saving it',
    body: loops.CompileRequest,
    answer: loops.CompileResult,
    status: 200,
  },
  runTests: {
    method: 'POST',
    path: '/api/loops/:loop/tests',
    right: 'read',
    says: 'Run the tests that a loop carries, simulated: nothing is called',
    body: loops.RunTests,
    answer: loops.TestResults,
    status: 200,
  },
  sendOnce: {
    method: 'POST',
    path: '/api/loops/:loop/draft/send',
    right: 'build',
    says: 'Send the call of one action as it is drafted, once: its host really gets it',
    body: SendOnce,
    answer: SentOnce,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
