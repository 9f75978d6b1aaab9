import { cleanup, render, screen } from '@testing-library/react'
import { MemoryRouter } from 'react-router'
import { afterEach, describe, expect, it } from 'vitest'
import { ApiError } from '../../../web/app/apiError.ts'
import { ProblemNotice } from '../../../web/app/ProblemNotice.tsx'

afterEach(cleanup)

const show = (error: ApiError) =>
  render(
    <MemoryRouter>
      <ProblemNotice error={error} onRetry={() => undefined} />
    </MemoryRouter>,
  )

describe('what is said when something went wrong', () => {
  it('leads from what is not there to what is, and does not offer to ask for it again', () => {
    const { unmount } = show(new ApiError('run-not-found', 'There is no such run', 404))
    expect(screen.getByRole('link', { name: 'Go to the runs' }).getAttribute('href')).toBe('/runs')
    expect(screen.queryByRole('button')).toBeNull()
    unmount()
    show(new ApiError('loop-not-found', 'There is no such loop', 404))
    expect(screen.getByRole('link', { name: 'Go to the loops' }).getAttribute('href')).toBe('/')
  })

  it('offers to ask again where that can help', () => {
    show(new ApiError('unreachable', 'The server does not answer', 0))
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
    expect(screen.queryByRole('link')).toBeNull()
  })
})
