import { act, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { useTheme } from '../../../web/ui/useTheme.ts'
import '../app/renderApp.tsx'

afterEach(() => {
  localStorage.clear()
  delete document.documentElement.dataset.theme
})

describe('the theme', () => {
  it('follows the system until one is chosen, and keeps the choice in this browser', () => {
    const { result } = renderHook(() => useTheme())
    expect(result.current).toMatchObject({ choice: 'system', theme: 'light' })
    act(() => result.current.choose('dark'))
    expect(result.current).toMatchObject({ choice: 'dark', theme: 'dark' })
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(localStorage.getItem('pavane.theme')).toBe('dark')
    act(() => result.current.choose('system'))
    expect(result.current.choice).toBe('system')
    expect(document.documentElement.dataset.theme).toBeUndefined()
    expect(localStorage.getItem('pavane.theme')).toBeNull()
  })
})
