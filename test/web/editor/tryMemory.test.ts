import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createTryMemory } from '../../../web/editor/run/tryMemory.ts'
import { editorFor } from './editorFor.ts'

beforeEach(() => sessionStorage.clear())

/** An editor whose Try is kept, and the page going. */
function kept(loop = 'a') {
  const store = editorFor()
  const memory = createTryMemory(loop, sessionStorage)
  memory.restore(store)
  return { store, leave: memory.watch(store) }
}

describe('what Try is set to', () => {
  it('is there again after a reload: input, mocks, pins, breakpoints, watches and what people decide', () => {
    const { store, leave } = kept()
    const { setTryInput, setMock, toggleBreakpoint, setWatches, setDecision, setSendsBack } = store.getState()
    setTryInput('{ "half": ')
    setMock('a', { mock: { answers: 'value', text: '{"n":1}' }, delayMs: 5, probe: '{}', pinned: true })
    setMock('b', { mock: { answers: 'failure', status: 500, times: null }, delayMs: 5 })
    toggleBreakpoint({ at: 'node', id: 'a' })
    toggleBreakpoint({ at: 'edge', id: 'e' })
    setWatches(['run.iteration'])
    setDecision('deny')
    setSendsBack('Another plan')
    leave()
    const again = kept().store.getState()
    const { tryInput, mocks, breakpoints, watches, decision, sendsBack } = store.getState()
    expect(again).toMatchObject({ tryInput, mocks, breakpoints, watches, decision, sendsBack })
    expect(again.mocks).toEqual(mocks)
  })

  it('is kept without the page going, a moment after the change', () => {
    vi.useFakeTimers()
    const { store } = kept()
    store.getState().setWatches(['input'])
    vi.runAllTimers()
    vi.useRealTimers()
    expect(kept().store.getState().watches).toEqual(['input'])
  })

  it('is of one loop only, and not changed by what can’t be read', () => {
    const { store, leave } = kept('a')
    store.getState().setWatches(['input'])
    leave()
    expect(kept('b').store.getState().watches).toEqual([])
    for (const text of ['{', '{}', '{"mocks":1}', 'null']) {
      sessionStorage.setItem('pavane.try.a', text)
      expect(kept('a').store.getState().watches).toEqual([])
    }
  })

  it('does not get into the way of work where the browser keeps nothing', () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    const store = editorFor()
    const leave = createTryMemory('a', full).watch(store)
    store.getState().setWatches(['input'])
    expect(leave).not.toThrow()
  })
})
