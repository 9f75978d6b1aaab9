import { cleanup, render, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { toast } from '../../../web/ui/toast.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'

afterEach(() => {
  toast.dismiss()
  cleanup()
})

describe('a short message', () => {
  it('waits for what shows it, and can be taken away by its id', async () => {
    const first = toast.info('Sent before there was a page')
    render(<UiProvider>{null}</UiProvider>)
    expect(await screen.findByText('Sent before there was a page')).toBeTruthy()
    toast.error('Sent after')
    toast.dismiss(first)
    expect(await screen.findByText('Sent after')).toBeTruthy()
    await waitFor(() => expect(screen.queryByText('Sent before there was a page')).toBeNull())
  })
})
