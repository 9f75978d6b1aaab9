import { z } from 'zod'
import { ProblemType, ProblemTypeList } from '../problem.ts'
import type { RouteSpec } from './routeSpec.ts'

/** What anyone may read: schemas, the API document, what problems mean, health. */
export const documentsRoutes = {
  graphSchema: {
    method: 'GET',
    path: '/schemas/graph.json',
    right: 'public',
    says: 'The JSON Schema of graphs',
    answer: z.json(),
    status: 200,
  },
  programSchema: {
    method: 'GET',
    path: '/schemas/program.json',
    right: 'public',
    says: 'The JSON Schema of programs',
    answer: z.json(),
    status: 200,
  },
  eventSchema: {
    method: 'GET',
    path: '/schemas/event.json',
    right: 'public',
    says: 'The JSON Schema of a run’s events',
    answer: z.json(),
    status: 200,
  },
  plannerRequestSchema: {
    method: 'GET',
    path: '/schemas/planner-request.json',
    right: 'public',
    says: 'The JSON Schema of what an external planner is asked',
    answer: z.json(),
    status: 200,
  },
  plannerResponseSchema: {
    method: 'GET',
    path: '/schemas/planner-response.json',
    right: 'public',
    says: 'The JSON Schema of what an external planner answers',
    answer: z.json(),
    status: 200,
  },
  openApi: {
    method: 'GET',
    path: '/openapi.json',
    right: 'public',
    says: 'This API as OpenAPI 3.1',
    answer: z.json(),
    status: 200,
  },
  listProblems: {
    method: 'GET',
    path: '/problems',
    right: 'public',
    says: 'The types of problems that requests are refused with',
    answer: ProblemTypeList,
    status: 200,
  },
  getProblem: {
    method: 'GET',
    path: '/problems/:code',
    right: 'public',
    says: 'What a type of problem means and what to do about it',
    answer: ProblemType,
    status: 200,
  },
  health: {
    method: 'GET',
    path: '/healthz',
    right: 'public',
    says: 'Whether the server answers',
    answer: z.strictObject({ ok: z.literal(true) }),
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
