import { afterEach, describe, expect, it, vi } from 'vitest'
import { problems } from '../../../shared/api/problem.ts'
import { addressOf, callApi } from '../../../web/app/api.ts'
import { ApiError } from '../../../web/app/apiError.ts'
import { connection } from '../../../web/app/connection.ts'
import { problemAdvice } from '../../../web/app/problemAdvice.ts'
import { worthRetrying } from '../../../web/app/useApi.ts'

afterEach(() => vi.unstubAllGlobals())

function answering(response: () => Response | Promise<Response>) {
  const fetch = vi.fn<(address: string, init: RequestInit) => Promise<Response>>(async () => response())
  vi.stubGlobal('fetch', fetch)
  return fetch
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => null,
    (cause: unknown) => cause,
  )
  if (!(error instanceof ApiError)) throw new Error(`Not an ApiError: ${String(error)}`)
  return error
}

describe('the address of a call', () => {
  it('has its parameters escaped and its empty queries left out', () => {
    const request = { params: { run: 'a/b c' }, query: { after: 0, text: '', status: undefined } }
    expect(addressOf('/api/runs/:run/events', request)).toBe('/api/runs/a%2Fb%20c/events?after=0')
  })
})

describe('a call', () => {
  it('sends JSON and the revision, and returns the parsed answer', async () => {
    const fetch = answering(() => Response.json({ revision: 5, savedAt: 1 }))
    const answer = await callApi('saveDraft', {
      params: { loop: 'triage' },
      body: { graph: {} },
      ifMatch: '4',
    })
    expect(answer).toEqual({ revision: 5, savedAt: 1 })
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/loops/triage/draft')
    expect(fetch.mock.calls[0]?.[1]).toMatchObject({
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': '4' },
      body: '{"graph":{}}',
    })
  })

  it('turns a problem document into an error with its code, detail and faults', async () => {
    const errors = [{ pointer: '/name', message: 'Too long' }]
    const body = {
      type: '/problems/name-taken',
      title: 'That name is taken',
      status: 409,
      detail: 'triage exists',
      errors,
    }
    answering(() => Response.json(body, { status: 409 }))
    const error = await errorOf(callApi('listLoops', {}))
    expect(error).toMatchObject({ code: 'name-taken', status: 409, message: 'triage exists' })
    expect(error.problem?.errors).toEqual(errors)
  })

  it('falls back to the status for a problem that this release does not know', async () => {
    answering(() =>
      Response.json({ type: '/problems/brand-new', title: 'New', status: 409 }, { status: 409 }),
    )
    expect(await errorOf(callApi('listLoops', {}))).toMatchObject({ code: 'conflict', message: 'New' })
  })

  it.each([
    ['an answer of another shape', () => Response.json({ loops: 'none' })],
    ['an answer that is not JSON', () => new Response('<html>')],
    ['an error without a problem document', () => new Response('gone', { status: 502 })],
  ])('refuses %s', async (_, response) => {
    answering(response)
    expect(await errorOf(callApi('listLoops', {}))).toMatchObject({ code: 'unreadable-answer' })
  })

  it('knows when the server can’t be reached, and when it can again', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    expect(await errorOf(callApi('listLoops', {}))).toMatchObject({ code: 'unreachable' })
    expect(connection.getState().reachable).toBe(false)
    answering(() => Response.json({ loops: [] }))
    await callApi('listLoops', {})
    expect(connection.getState().reachable).toBe(true)
  })

  it('rejects with the abort, not with an outage, when it was aborted', async () => {
    const aborter = new AbortController()
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('Aborted', 'AbortError')))
    aborter.abort()
    await expect(callApi('listLoops', {}, aborter.signal)).rejects.toMatchObject({ name: 'AbortError' })
    expect(connection.getState().reachable).toBe(true)
  })
})

describe('what to do about a problem', () => {
  it('is said for each', () => {
    const unsaid = Object.keys(problems).filter(
      (code) =>
        !Object.entries(problemAdvice).some(([known, advice]) => known === code && advice.endsWith('.')),
    )
    expect(unsaid).toEqual([])
  })

  it('is to ask again only where that can help', () => {
    const failure = (status: number) => new ApiError(status === 0 ? 'unreachable' : 'internal', '', status)
    expect([0, 404, 409, 500].map((status) => worthRetrying(0, failure(status)))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(worthRetrying(2, failure(500))).toBe(false)
    expect(worthRetrying(0, new Error('a bug'))).toBe(false)
  })
})
