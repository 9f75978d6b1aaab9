import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useSlices } from '../../../web/ui/useSlices.ts'

const slices = { first: 10, step: 20 }
let idle: (() => void)[]

/** Lets the browser be idle once. */
const rest = () => act(() => idle.splice(0).forEach((does) => does()))

beforeEach(() => {
  idle = []
  vi.stubGlobal('requestIdleCallback', (does: () => void) => idle.push(does))
  vi.stubGlobal('cancelIdleCallback', () => idle.splice(0))
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

describe('drawing in slices', () => {
  it('starts with the first slice and draws on whenever there is nothing else to do', () => {
    const { result } = renderHook(() => useSlices(45, slices))
    const seen = [result.current]
    for (let rests = 0; rests < 5 && idle.length > 0; rests += 1) {
      rest()
      seen.push(result.current)
    }
    expect(seen).toEqual([10, 30, 45])
    expect(idle).toEqual([])
  })

  it('draws at once what fits into the first slice, and what is added once all is drawn', () => {
    const { result, rerender } = renderHook(({ total }) => useSlices(total, slices), {
      initialProps: { total: 10 },
    })
    expect(result.current).toBe(10)
    rerender({ total: 500 })
    expect(result.current).toBe(500)
    expect(idle).toEqual([])
  })
})
