import { afterEach, describe, expect, it, vi } from 'vitest'
import { flowSeconds, openFlow, sealFlow } from '../../worker/security/signInFlow.ts'

const flow = { state: 'a state', nonce: 'a nonce', verifier: 'a verifier', next: '/loops' }

afterEach(() => {
  vi.useRealTimers()
})

/** The flow as it was sealed so many seconds ago. */
async function sealedBefore(seconds: number): Promise<string> {
  vi.useFakeTimers({ now: Date.now() - seconds * 1000, toFake: ['Date'] })
  const sealed = await sealFlow(flow, 'a key')
  vi.useRealTimers()
  return sealed
}

describe('what is remembered while somebody is at their provider', () => {
  it('comes back as it left, and says nothing on the way', async () => {
    const sealed = await sealedBefore(0)
    expect(await openFlow(sealed, 'a key')).toEqual(flow)
    for (const part of sealed.split('.')) {
      const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'))
      for (const value of Object.values(flow)) expect(text).not.toContain(value)
    }
  })

  it('is forgotten after ten minutes', async () => {
    expect(await openFlow(await sealedBefore(flowSeconds - 5), 'a key')).toEqual(flow)
    expect(await openFlow(await sealedBefore(flowSeconds + 5), 'a key')).toBeNull()
  })

  it('is nothing where another key sealed it, or it was changed', async () => {
    const sealed = await sealedBefore(0)
    expect(await openFlow(sealed, 'another key')).toBeNull()
    const parts = sealed.split('.')
    const changed = parts.map((part, place) =>
      place === 3 ? `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}` : part,
    )
    expect(await openFlow(changed.join('.'), 'a key')).toBeNull()
    expect(await openFlow('no seal at all', 'a key')).toBeNull()
  })
})
