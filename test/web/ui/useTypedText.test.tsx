import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useTypedText } from '../../../web/ui/useTypedText.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const typing = (value = '') => {
  const told: string[] = []
  const hook = renderHook(
    (props: { value: string }) => useTypedText(props.value, (text) => told.push(text)),
    {
      initialProps: { value },
    },
  )
  const type = (text: string) =>
    act(() => {
      hook.result.current[1](text)
    })
  const rest = () =>
    act(() => {
      vi.runAllTimers()
    })
  return { told, hook, type, rest, shown: () => hook.result.current[0] }
}

describe('text that is being typed', () => {
  it('is told once, when the hands rest', () => {
    const { told, type, rest, shown } = typing()
    type('r')
    type('re')
    expect([shown(), told]).toEqual(['re', []])
    rest()
    expect(told).toEqual(['re'])
  })

  it('gives way to what is set from elsewhere, and does not come back', () => {
    const { told, hook, type, rest, shown } = typing()
    type('refund')
    rest()
    hook.rerender({ value: 'refund' })
    hook.rerender({ value: '' })
    rest()
    expect([shown(), told]).toEqual(['', ['refund']])
  })
})
