import { type Problem, type ProblemCode, problems } from '../../shared/api/problem.ts'

/** A code of the API's problem table, or one that only the browser can tell. */
export type ApiErrorCode = ProblemCode | 'unreachable' | 'unreadable-answer'

/** Why a request to the API brought no usable answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ApiErrorCode
  readonly status: number
  readonly problem: Problem | null

  constructor(code: ApiErrorCode, message: string, status: number, problem: Problem | null = null) {
    super(message)
    this.code = code
    this.status = status
    this.problem = problem
  }

  /** From a problem document; a type that this release does not know falls back to its status. */
  static of(problem: Problem): ApiError {
    const code = problem.type.split('/').at(-1) ?? ''
    const known = isProblemCode(code) ? code : codeOfStatus(problem.status)
    return new ApiError(known, problem.detail ?? problem.title, problem.status, problem)
  }
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problems, code)
}

function codeOfStatus(status: number): ProblemCode {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not-found'
  if (status === 409) return 'conflict'
  return status >= 500 ? 'internal' : 'invalid-request'
}
