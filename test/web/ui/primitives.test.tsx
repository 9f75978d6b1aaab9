import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { X } from 'lucide-react'
import { useState } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Button } from '../../../web/ui/Button.tsx'
import { Field } from '../../../web/ui/Field.tsx'
import { IconButton } from '../../../web/ui/IconButton.tsx'
import { shortId } from '../../../web/ui/Id.tsx'
import { Input } from '../../../web/ui/Input.tsx'
import { JsonView } from '../../../web/ui/JsonView.tsx'
import { celPath } from '../../../web/ui/jsonPath.ts'
import { UiProvider } from '../../../web/ui/UiProvider.tsx'
import '../app/renderApp.tsx'

afterEach(cleanup)

describe('a field', () => {
  it('ties its label, help and error to the control', () => {
    render(
      <Field label="Name" help="Lower case." error="Taken." required>
        <Input />
      </Field>,
    )
    const input = screen.getByLabelText(/^Name/)
    const described = (input.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
    expect(described).toEqual(['Lower case.', 'Taken.'])
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(input.getAttribute('aria-required')).toBe('true')
  })
})

describe('a button', () => {
  it('with only an icon has a name', () => {
    render(
      <UiProvider>
        <IconButton label="Close the panel" icon={<X />} />
      </UiProvider>,
    )
    expect(screen.getByRole('button', { name: 'Close the panel' })).toBeTruthy()
  })

  it('refuses clicks while its work is under way', async () => {
    const onClick = vi.fn<() => void>()
    render(
      <Button busy onClick={onClick}>
        Publish
      </Button>,
    )
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
    expect(onClick).not.toHaveBeenCalled()
  })
})

describe('the view of a JSON value', () => {
  const huge = {
    list: Array.from({ length: 5_000 }, (_, index) => index),
    text: 'x'.repeat(1_000),
    nested: { deep: { deeper: true } },
  }

  function View() {
    const [value] = useState(huge)
    return (
      <UiProvider>
        <JsonView value={value} label="input" root="input" />
      </UiProvider>
    )
  }

  it('opens big values a page at a time', async () => {
    render(<View />)
    expect(screen.queryByText('4999')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /^list:\s*\[5000\]/ }))
    expect(screen.getAllByRole('listitem').length).toBeLessThan(130)
    await userEvent.click(screen.getByRole('button', { name: /Show 100 more of 5,000/ }))
    expect(screen.getByText('199')).toBeTruthy()
  })

  it('cuts a long text until it is asked for', async () => {
    render(<View />)
    await userEvent.click(screen.getByRole('button', { name: /800 more characters/ }))
    expect(screen.getByText(`"${'x'.repeat(1_000)}"`)).toBeTruthy()
  })

  it('copies a path as CEL reads it', async () => {
    const user = userEvent.setup()
    render(<View />)
    await user.click(screen.getByRole('button', { name: 'Copy path input.nested.deep' }))
    expect(await navigator.clipboard.readText()).toBe('input.nested.deep')
  })
})

describe('short forms', () => {
  it('keep what tells ids apart', () => {
    expect(shortId(`sha256:${'ab'.repeat(32)}`)).toBe('sha256:abababab')
    expect(shortId('refund.0.01a20c78-babb-7506-80f8-ad820ede5535')).toBe('refun…de5535')
    expect(shortId('short')).toBe('short')
  })

  it('write paths that CEL can read', () => {
    expect(celPath('input', ['issue', 'labels', 0, 'a-b'])).toBe('input.issue.labels[0]["a-b"]')
  })
})
