import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { AppEnv } from '../../worker/env.ts'
import { onError } from '../../worker/http/onError.ts'
import { tracing } from '../../worker/http/tracing.ts'
import { env } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

/** What comes of a request whose object fails like this. */
const answered = (error: Error) =>
  new Hono<AppEnv>()
    .use(tracing)
    .get('/', () => {
      throw error
    })
    .onError(onError)
    .request('http://pavane.test/', {}, env)

const full = 'database or disk is full: SQLITE_FULL'

describe('a request whose object can’t take it now', () => {
  it.for([
    ['has too much to do', Object.assign(new Error('Overloaded'), { overloaded: true, retryable: true })],
    ['was moved', Object.assign(new Error('Network connection lost.'), { retryable: true })],
    ['was started anew', Object.assign(new Error('Broken'), { durableObjectReset: true })],
    ['has a full disk', new Error(full)],
    ['was failed by its runtime', new Error('internal error; reference = 8dib1aqj4hj6iqvkb97otqdj')],
    ['was started anew for a full disk', Object.assign(new Error(full), { durableObjectReset: true })],
  ] as const)('because it %s is asked to come again', async ([, error]) => {
    const response = await answered(error)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    const problem = await expectProblem(response, 'unavailable')
    expect(problem.detail?.includes('disk is full')).toBe(error.message === full)
  })

  it('for a bug is told nothing but that it broke', async () => {
    const response = await answered(
      new Error('secret things, an internal error; reference = 1, overloaded: true'),
    )
    expect(response.headers.get('retry-after')).toBeNull()
    const problem = await expectProblem(response, 'internal')
    expect(JSON.stringify(problem)).not.toContain('secret things')
  })
})
