import type { ProblemCode } from '../../shared/api/problem.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import type { Details } from './details/operationDetails.ts'

const ofBody = [
  'malformed-json',
  'invalid-request',
  'body-too-large',
  'unsupported-media-type',
  'nesting-too-deep',
] as const satisfies readonly ProblemCode[]

const ofSender = [
  'unauthenticated',
  'forbidden',
  'workspace-not-found',
  'too-many-attempts',
] as const satisfies readonly ProblemCode[]

const ofAnything = ['internal', 'unavailable'] as const satisfies readonly ProblemCode[]

/** Every problem that a route can answer with: what follows from what it asks for and takes, and what its details name. */
export function refusalsOf(
  { right, path, query, body }: RouteSpec,
  { refuses = [] }: Details,
): ProblemCode[] {
  const isOpen = right === 'public' || right === 'hook'
  const codes: ProblemCode[] = [
    ...(isOpen ? [] : ofSender),
    ...(path.includes('/:loop') ? (['loop-not-found'] as const) : []),
    ...(path.includes('/:run') ? (['run-not-found'] as const) : []),
    ...(query ? (['invalid-request'] as const) : []),
    ...(body ? ofBody : []),
    ...refuses,
    ...ofAnything,
  ]
  return [...new Set(codes)]
}
