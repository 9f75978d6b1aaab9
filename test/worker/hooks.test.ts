import { describe, expect, it } from 'vitest'
import { callsOf, deploy, echoAction } from './support/deploy.ts'
import { ended, hook, jsonOf, runOf } from './support/edge.ts'

describe('a hook', () => {
  it('answers 202 with the run and where it is', async () => {
    const name = await deploy({ actions: { act: echoAction() } })
    const response = await hook(name, { hello: 'world' })
    const run = await runOf(response)
    expect(response.headers.get('location')).toBe(`/api/runs/${run.run}`)
    expect(await ended(run.run)).toMatchObject({ outcome: 'succeeded', input: { hello: 'world' }, steps: 1 })
    expect(await callsOf(run.run)).toMatchObject([
      { did: 'effect', method: 'POST', body: { hello: 'world' } },
    ])
  })

  it('answers with the outcome’s body when the caller waits', async () => {
    const name = await deploy({ actions: { act: echoAction() } })
    const response = await hook(name, { hello: 'world' }, { prefer: 'wait=10' })
    expect(await jsonOf(response)).toEqual({ echoed: { hello: 'world' } })
    expect(response.headers.get('preference-applied')).toBe('wait=10')
    expect(response.headers.get('pavane-outcome')).toBe('succeeded')
  })
})
