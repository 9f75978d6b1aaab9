import { describe, expect, it } from 'vitest'
import { VersionSummary } from '../../shared/api/loops.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import { asAdmin, call, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const token = 'a-token-of-this-hook-alone'
const bearer = { scheme: 'bearer', secret: 'pinned_hook' } as const

/** A loop with three versions, of which the last is stable; their digests, oldest first. */
async function aLoop(triggers: Partial<TriggerNode>[] = [{}, {}, {}]) {
  await asAdmin('/api/secrets/pinned_hook', { method: 'PUT', json: { value: token } })
  const first = aGraph({ trigger: triggers[0] ?? {} })
  const name = await publish(first)
  const digests: string[] = []
  for (const [index, trigger] of triggers.entries()) {
    if (index > 0) {
      const graph = { ...aGraph({ name, trigger }), title: `Probe ${index}` }
      await jsonOf(
        await asAdmin(`/api/loops/${name}/draft`, {
          method: 'PUT',
          json: { graph },
          headers: { 'if-match': `"${index}"` },
        }),
      )
    }
    const json = { revision: index + 1, note: `Version ${index + 1}` }
    const published = await asAdmin(`/api/loops/${name}/versions`, { method: 'POST', json })
    digests.push(VersionSummary.parse(await jsonOf(published, 201)).version)
  }
  const [v1 = '', v2 = '', v3 = ''] = digests
  return { name, v1, v2, v3 }
}

const withCanary = (name: string, stable: string, canary: string, weight: number) =>
  asAdmin(`/api/loops/${name}/rollout`, {
    method: 'PUT',
    json: { stable, canary: { version: canary, weight } },
  })

describe('the version that a call runs', () => {
  it('is the rollout’s, and the answer says which', async () => {
    const { name, v3 } = await aLoop()
    const response = await hook(name, {})
    expect(response.headers.get('pavane-version')).toBe(v3)
    expect((await runOf(response)).version).toBe(v3)
  })

  it('may be pinned by its digest, in the header or the address', async () => {
    const { name, v1, v2 } = await aLoop()
    expect((await runOf(await hook(name, {}, { 'pavane-version': v1 }))).version).toBe(v1)
    const response = await call(`/hooks/${name}?version=${v2}`, { method: 'POST', json: {} })
    expect(response.headers.get('pavane-version')).toBe(v2)
  })

  it('may be asked for by its channel', async () => {
    const { name, v2, v3 } = await aLoop()
    await jsonOf(await withCanary(name, v3, v2, 0))
    expect((await runOf(await hook(name, {}, { 'pavane-version': 'canary' }))).version).toBe(v2)
    await jsonOf(await withCanary(name, v3, v2, 1))
    expect((await runOf(await hook(name, {}, { 'pavane-version': 'stable' }))).version).toBe(v3)
  })

  it.for([
    ['a channel that is empty', { 'pavane-version': 'canary' }, 'version-not-found'],
    ['a digest that nobody published', { 'pavane-version': `sha256:${'0'.repeat(64)}` }, 'version-not-found'],
    ['a word', { 'pavane-version': 'latest' }, 'invalid-request'],
  ] as const)('is refused: %s', async ([, headers, code]) => {
    const { name } = await aLoop([{}])
    await expectProblem(await hook(name, {}, headers), code)
  })

  it('is refused where header and address disagree', async () => {
    const { name, v1 } = await aLoop([{}])
    const init = { method: 'POST', json: {}, headers: { 'pavane-version': 'stable' } }
    await expectProblem(await call(`/hooks/${name}?version=${v1}`, init), 'invalid-request')
    expect((await call(`/hooks/${name}?version=stable`, init)).status).toBe(202)
  })

  it('belongs to the call: the same key with another version is another payload', async () => {
    const { name, v1, v2 } = await aLoop()
    const first = await hook(name, {}, { 'idempotency-key': 'k', 'pavane-version': v1 })
    const again = await hook(name, {}, { 'idempotency-key': 'k', 'pavane-version': v1 })
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    const other = await hook(name, {}, { 'idempotency-key': 'k', 'pavane-version': v2 })
    await expectProblem(other, 'key-reused')
  })
})

describe('a version that lets more callers in than the stable one', () => {
  const sent = { authorization: `Bearer ${token}` }

  it('is closed to them, whatever it is pinned to', async () => {
    const { name, v1 } = await aLoop([{ auth: { scheme: 'none' } }, { auth: bearer }])
    await expectProblem(await hook(name, {}, { 'pavane-version': v1 }), 'signature-invalid')
    const unknown = { 'pavane-version': `sha256:${'0'.repeat(64)}` }
    await expectProblem(await hook(name, {}, unknown), 'signature-invalid')
    expect((await runOf(await hook(name, {}, { 'pavane-version': v1, ...sent }))).version).toBe(v1)
  })

  it('keeps its own check beside the stable one’s', async () => {
    const { name, v1 } = await aLoop([{ auth: bearer }, { auth: { scheme: 'none' } }])
    await expectProblem(await hook(name, {}, { 'pavane-version': v1 }), 'signature-invalid')
    expect((await hook(name, {}, { 'pavane-version': v1, ...sent })).status).toBe(202)
  })
})
