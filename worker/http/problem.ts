import { type Problem, type ProblemCode, type ProblemError, problems } from '../../shared/api/problem.ts'

/** A refusal, as data: it crosses from an object to the Worker where an error would lose its shape. */
export type Refusal = {
  code: ProblemCode
  detail: string
  errors?: ProblemError[]
  headers?: Record<string, string>
}

/** What an object answers: the value, or why not. */
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export const answer = <T>(value: T): Answer<T> => ({ ok: true, value })

export const refuse = (
  code: ProblemCode,
  detail: string,
  more: Omit<Refusal, 'code' | 'detail'> = {},
): { ok: false; refusal: Refusal } => ({ ok: false, refusal: { code, detail, ...more } })

/** Ends a request with a problem document. */
export class ProblemException extends Error {
  readonly refusal: Refusal

  constructor(code: ProblemCode, detail: string, more: Omit<Refusal, 'code' | 'detail'> = {}) {
    super(`${code}: ${detail}`)
    this.refusal = { code, detail, ...more }
  }
}

/** The value of an answer; a refusal ends the request with its problem document. */
export function valueOf<T>(result: Answer<T>): T {
  if (result.ok) return result.value
  const { code, detail, ...more } = result.refusal
  throw new ProblemException(code, detail, more)
}

/** A refusal as a problem document (RFC 9457). */
export function problemResponse(refusal: Refusal, instance: string): Response {
  const { status, title } = problems[refusal.code]
  const problem: Problem = {
    type: `/problems/${refusal.code}`,
    title,
    status,
    detail: refusal.detail,
    instance,
    ...(refusal.errors ? { errors: refusal.errors } : {}),
  }
  const headers = {
    // A 401 says how to prove who one is (RFC 9110, section 15.5.2).
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...refusal.headers,
    'content-type': 'application/problem+json',
  }
  return new Response(JSON.stringify(problem), { status, headers })
}
