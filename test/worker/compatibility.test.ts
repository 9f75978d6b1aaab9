import { describe, expect, it } from 'vitest'
import { Compatibility, LoopDetail } from '../../shared/api/loops.ts'
import { freshName } from './support/deploy.ts'
import { asAdmin, jsonOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

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
