import { describe, expect, it } from 'vitest'
import { PeopleCount } from '../../shared/api/identity.ts'
import { Compatibility, CompileResult, LoopDetail } from '../../shared/api/loops.ts'
import { ActionHeaders } from '../../shared/compat/actionContract.ts'
import { freshName } from './support/deploy.ts'
import { asAdmin, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { aTarget } from './support/target.ts'

const input = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] }

async function saveDraft(name: string, graph: unknown) {
  const { draft } = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${name}`)))
  const headers = { 'if-match': `"${draft.revision}"` }
  await jsonOf(await asAdmin(`/api/loops/${name}/draft`, { method: 'PUT', json: { graph }, headers }))
}

const compatibility = async (name: string, query = '') =>
  Compatibility.parse(await jsonOf(await asAdmin(`/api/loops/${name}/compatibility${query}`)))

describe('the compatibility of a draft', () => {
  it('is told against the stable version, with the path that breaks', async () => {
    const name = await publish(aGraph())
    expect(await compatibility(name)).toMatchObject({ breaking: false, changes: [], to: { number: null } })
    await saveDraft(name, aGraph({ name, trigger: { input } }))
    const found = await compatibility(name)
    expect(found).toMatchObject({ from: { number: 1 }, breaking: true })
    expect(found.changes).toContainEqual(
      expect.objectContaining({ who: 'callers', path: '/input/n', change: 'required', breaking: true }),
    )
    expect(await compatibility(name, '?from=draft&to=1')).toMatchObject({ breaking: false })
  })

  it('is asked of versions that there are, and of drafts that compile', async () => {
    const name = await publish(aGraph())
    await expectProblem(await asAdmin(`/api/loops/${name}/compatibility?from=7`), 'version-not-found')
    await saveDraft(name, { ...aGraph({ name }), nodes: [] })
    await expectProblem(await asAdmin(`/api/loops/${name}/compatibility`), 'graph-invalid')
    const unpublished = freshName()
    await jsonOf(
      await asAdmin('/api/loops', {
        method: 'POST',
        json: { name: unpublished, graph: aGraph({ name: unpublished }) },
      }),
      201,
    )
    await expectProblem(await asAdmin(`/api/loops/${unpublished}/compatibility`), 'loop-not-published')
  })
})

describe('the server of an action', () => {
  it('gets what the contract says', async () => {
    const target = await aTarget()
    const call = {
      uses: 'http',
      host: target.host,
      method: 'POST',
      path: '/things',
      body: '{{ input }}',
    } as const
    const name = await publish(aGraph({ act: { call, leases: ['stock:{{ input.n }}'] } }))
    const { run } = await runOf(await hook(name, { n: 1 }))
    const [request] = await target.requests({ count: 1 })
    const headers = ActionHeaders.parse(request?.headers)
    expect(headers['idempotency-key']).toBe(`${run}/1/first`)
    expect(headers['pavane-fence']).toMatch(/^"stock:1";token=\d+$/)
    expect(headers['content-type']).toBe('application/json')
  })
})

describe('the people of a workspace', () => {
  it('are counted once a name, and an approval by more of them is warned of', async () => {
    // A workspace of its own: in the tests' common one are people of all kinds.
    const workspace = `people-${crypto.randomUUID()}`
    await jsonOf(await asAdmin('/api/workspaces', { method: 'POST', json: { name: workspace } }), 201)
    const headers = { 'pavane-workspace': workspace }
    for (const role of ['approver', 'approver', 'operator'])
      await jsonOf(
        await asAdmin('/api/tokens', {
          method: 'POST',
          headers,
          json: { name: 'ada', role, expiresAt: null },
        }),
        201,
      )
    const { people } = PeopleCount.parse(await jsonOf(await asAdmin('/api/people', { headers })))
    expect([people.approver, people.operator]).toEqual([1, 1])
    const graph = {
      ...aGraph(),
      policies: [
        {
          id: 'all',
          title: 'All',
          at: 'plan',
          when: 'true',
          effect: 'require-approval',
          message: '',
          need: 20,
        },
      ],
    }
    const { diagnostics } = CompileResult.parse(
      await jsonOf(
        await asAdmin(`/api/loops/${graph.name}/compile`, { method: 'POST', headers, json: { graph } }),
      ),
    )
    expect(diagnostics.map(({ code }) => code)).toContain('approval-nobody-can-give')
  })
})
