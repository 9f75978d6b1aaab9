import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { LoopDetail, TestResults, VersionSummary } from '../../shared/api/loops.ts'
import { SandboxCallList } from '../../shared/api/sandbox.ts'
import type { Case } from '../../shared/graph/case.ts'
import type { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { aGraph } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const aCase = (over: Partial<Case>): Case => ({
  id: 'ends',
  title: 'It ends',
  input: {},
  mocks: {},
  expect: { outcome: 'succeeded' },
  ...over,
})
const wrong = aCase({ id: 'wrong', title: 'It bails', expect: { outcome: 'bailed', calls: { act: 3 } } })

const costly: WrittenPolicy = {
  id: 'costly',
  title: 'Costly',
  at: 'step',
  when: 'run.costUsd > 5.0',
  effect: 'flag',
  message: '',
  cases: [
    { id: 'nine', title: 'Nine dollars', scope: { run: { costUsd: 9 } }, expect: 'flag' },
    { id: 'two', title: 'Two dollars', scope: { run: { costUsd: 2 } }, expect: 'flag' },
  ],
}

async function create(cases: Case[], policies: WrittenPolicy[] = []): Promise<string> {
  const graph = { ...aGraph(), cases, policies }
  await jsonOf(await asAdmin('/api/loops', { method: 'POST', json: { name: graph.name, graph } }), 201)
  return graph.name
}
const publishing = (name: string, more: object = {}) =>
  asAdmin(`/api/loops/${name}/versions`, { method: 'POST', json: { revision: 1, note: 'First', ...more } })

describe('publishing a loop with tests', () => {
  it('goes through when they come as expected', async () => {
    const name = await create([aCase({})])
    expect(await jsonOf(await publishing(name), 201)).toMatchObject({ number: 1, note: 'First' })
  })

  it('is stopped by those that fail, each named with what it expected', async () => {
    const name = await create([aCase({}), wrong])
    const problem = await expectProblem(await publishing(name), 'tests-failing')
    expect(problem.detail).toContain('1 of 2 tests failed')
    expect(problem.errors).toMatchObject([
      { pointer: '/cases/1/expect/calls/act', case: 'wrong', title: 'It bails' },
      { pointer: '/cases/1/expect/outcome', case: 'wrong' },
    ])
    const detail = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${name}`)))
    expect(detail.versions).toEqual([])
  })

  it('is stopped by cases of its policies that fail, too', async () => {
    const name = await create([aCase({})], [costly])
    const problem = await expectProblem(await publishing(name), 'tests-failing')
    expect(problem.detail).toContain('1 of 3 tests failed')
    expect(problem.errors).toMatchObject([
      { pointer: '/policies/0/cases/1/expect', case: 'policy/costly/two', title: 'Costly: Two dollars' },
    ])
    const override = { tests: 'The bound is being moved' }
    await jsonOf(await publishing(name, { override }), 201)
  })

  it('can be overridden with a reason, which the version’s note and the log of changes keep', async () => {
    const name = await create([wrong])
    await expectProblem(await publishing(name, { override: { tests: ' ' } }), 'invalid-request')
    const override = { tests: 'The target is being moved' }
    const version = VersionSummary.parse(await jsonOf(await publishing(name, { override }), 201))
    const why = 'Published although 1 of 1 test failed: The target is being moved'
    expect(version.note).toBe(`First\n\n${why}`)
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=5')))
    const published = changes.find(({ subject, what }) => subject === name && what === 'loop.published')
    expect(published?.detail).toContain(why)
  })
})

describe('running the tests of a loop', () => {
  const running = (name: string, json: object) =>
    asAdmin(`/api/loops/${name}/tests`, { method: 'POST', json })

  it('runs those of the draft, or of a graph that comes with the call, and calls nothing', async () => {
    const name = await create([aCase({}), wrong])
    const draft = TestResults.parse(await jsonOf(await running(name, {})))
    expect(draft).toMatchObject({ passed: 1, failed: 1 })
    expect(draft.tests.map(({ case: id, passed }) => [id, passed])).toEqual([
      ['ends', true],
      ['wrong', false],
    ])
    const graph = { ...aGraph(), name, cases: [aCase({ id: 'other' })] }
    const given = TestResults.parse(await jsonOf(await running(name, { graph })))
    expect(given).toMatchObject({ passed: 1, failed: 0, tests: [{ case: 'other' }] })
    const { calls } = SandboxCallList.parse(await jsonOf(await asAdmin('/api/sandbox/calls?limit=200')))
    expect(calls.filter(({ key }) => key?.startsWith(`${name}.`))).toEqual([])
  })

  it('needs a right to read, a loop, and a graph that compiles', async () => {
    const name = await create([])
    const json = { method: 'POST', json: {} }
    await expectProblem(await call(`/api/loops/${name}/tests`, json), 'unauthenticated')
    await expectProblem(await running('ghost', {}), 'loop-not-found')
    await expectProblem(await running(name, { graph: { ...aGraph(), name, nodes: [] } }), 'graph-invalid')
  })
})
