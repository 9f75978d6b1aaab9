import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { walkCells } from '../../../web/editor/inspector/table/walkCells.ts'

const cells = [
  ['a1', 'b1'],
  ['a2', 'b2'],
]

beforeEach(() => {
  render(
    <table>
      <tbody>
        {cells.map((row) => [
          <tr key={row[0]}>
            {row.map((name) => (
              <td key={name}>
                <textarea aria-label={name} defaultValue={name} onKeyDown={walkCells} />
              </td>
            ))}
          </tr>,
          <tr key={`${row[0]} steps`} data-steps>
            <td>steps</td>
          </tr>,
        ])}
      </tbody>
    </table>,
  )
})
afterEach(cleanup)

const at = () => document.activeElement?.getAttribute('aria-label')

describe('walking the cells of a decision table', () => {
  it('goes along the column with arrows and Enter, past the rows of steps, and stays at its ends', async () => {
    await userEvent.click(screen.getByRole('textbox', { name: 'b1' }))
    await userEvent.keyboard('{Enter}')
    expect(at()).toBe('b2')
    await userEvent.keyboard('{ArrowDown}{Enter}')
    expect(at()).toBe('b2')
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'b2' }).value).toBe('b2')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    expect(at()).toBe('b1')
  })

  it('leaves a cell sideways only from the end of its text', async () => {
    const cell = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'a1' })
    await userEvent.click(cell)
    cell.setSelectionRange(1, 1)
    await userEvent.keyboard('{ArrowRight}')
    expect(at()).toBe('a1')
    cell.setSelectionRange(2, 2)
    await userEvent.keyboard('{ArrowRight}')
    expect(at()).toBe('b1')
    expect((document.activeElement as HTMLTextAreaElement).selectionStart).toBe(0)
    await userEvent.keyboard('{ArrowLeft}')
    expect(at()).toBe('a1')
  })
})
