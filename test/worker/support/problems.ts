import { expect } from 'vitest'
import { Problem, type ProblemCode, problems } from '../../../shared/api/problem.ts'

/** Checks that an answer is the problem document of that code, and gives it. */
export async function expectProblem(response: Response, code: ProblemCode): Promise<Problem> {
  const problem = Problem.parse(await response.json())
  const { status, title } = problems[code]
  expect(problem).toMatchObject({ type: `/problems/${code}`, title, status })
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  // A 401 says how to prove who one is (RFC 9110, section 15.5.2).
  expect(response.headers.has('www-authenticate')).toBe(status === 401)
  return problem
}
