import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { EndReason } from '../../../web/replay/EndReason.tsx'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

const show = (words: string) =>
  render(
    <UiProvider>
      <EndReason words={words} />
    </UiProvider>,
  )

afterEach(cleanup)

it('shows a long reason whole to who opens it with a key', async () => {
  const words = 'The planner has no plan: no rule of the table matched what came, and nothing else was tried.'
  const user = userEvent.setup()
  show(words)
  await user.tab()
  await user.keyboard('{Enter}')
  expect((await screen.findByRole('dialog', { name: 'Why the run ended' })).textContent).toBe(words)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement?.textContent).toBe(words)
})

it('shows a short one as it is', () => {
  show('All checks held.')
  expect(screen.queryByRole('button')).toBeNull()
  expect(screen.getByText('All checks held.')).toBeTruthy()
})
