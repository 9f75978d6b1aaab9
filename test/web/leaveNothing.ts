import { cleanup } from '@testing-library/react'
import { afterAll, vi } from 'vitest'

// The page goes when the tests of a file are over. What was still to be shown then, such as a part that is loaded later, would be shown
// to none, and fail.
afterAll(async () => {
  vi.useRealTimers()
  cleanup()
  await vi.dynamicImportSettled()
  await new Promise((resolve) => setTimeout(resolve))
})
