import { render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Time } from '../../../web/ui/Time.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

beforeEach(() => vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => vi.useRealTimers())

it('never says of what has happened that it is to come, though the clock ticks seldom', () => {
  const shown = (at: number) => (
    <UiProvider>
      <Time at={at} />
    </UiProvider>
  )
  const { rerender } = render(shown(Date.now()))
  vi.advanceTimersByTime(8_000)
  rerender(shown(Date.now()))
  expect(screen.getByText('just now')).toBeTruthy()
  rerender(shown(Date.now() + 8_000))
  expect(screen.getByText('in a moment')).toBeTruthy()
})
