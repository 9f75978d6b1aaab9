import { describe, expect, it } from 'vitest'
import { Problem, ProblemType, ProblemTypeList, problems } from '../../shared/api/problem.ts'
import { call, hook, jsonOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

describe('the type of a problem', () => {
  it.for(Object.entries(problems))('%s leads to what it means and what to do', async ([code, known]) => {
    const type = `/problems/${code}`
    expect(ProblemType.parse(await jsonOf(await call(type)))).toEqual({ type, ...known })
    const page = await call(type, { headers: browser })
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(page.headers.get('vary')).toBe('accept')
    const text = await page.text()
    expect(text).toContain(known.title)
    expect(text).toContain(known.advice)
  })

  it('is what a refused request names', async () => {
    const { type } = await expectProblem(await call('/api/loops'), 'unauthenticated')
    expect(await jsonOf(await call(type))).toMatchObject({ title: problems.unauthenticated.title })
  })

  it.for(['nothing', 'toString', '__proto__', '%3Cscript%3E'])('is unknown: %s', async (code) => {
    await expectProblem(await call(`/problems/${code}`, { headers: browser }), 'not-found')
  })

  it('is listed with all others, for programs and for people', async () => {
    const list = ProblemTypeList.parse(await jsonOf(await call('/problems')))
    expect(list.problems.map(({ type }) => type)).toEqual(
      Object.keys(problems).map((code) => `/problems/${code}`),
    )
    const page = await (await call('/problems', { headers: browser })).text()
    for (const { type } of list.problems) expect(page).toContain(`href="${type}"`)
  })
})

describe('the instance of a problem', () => {
  it('is where it happened, without what was asked there', async () => {
    const path = '/api/runs/nobody.0.00000000-0000-7000-8000-000000000000'
    const { instance } = await expectProblem(await call(`${path}?text=somebody`), 'unauthenticated')
    expect(instance).toBe(path)
  })
})

describe('a fault outside of the body', () => {
  it.for([
    ['Idempotency-Key', { 'idempotency-key': '""' }],
    ['Pavane-Version', { 'pavane-version': 'v1' }],
    ['Pavane-Callback', { 'pavane-callback': 'nowhere' }],
    ['ce-id', { 'ce-specversion': '1.0', 'ce-source': '/orders', 'ce-type': 'order' }],
  ] as const)('says which header is at fault: %s', async ([header, headers]) => {
    const response = await hook(await publish(aGraph()), {}, headers)
    const { errors } = Problem.parse(await response.json())
    expect(errors).toEqual([{ pointer: '', header, message: expect.any(String) as string }])
  })

  it('says which parameter is', async () => {
    const response = await hook(`${await publish(aGraph())}?version=v1`, {})
    const { errors } = await expectProblem(response, 'invalid-request')
    expect(errors).toMatchObject([{ parameter: 'version' }])
  })
})
