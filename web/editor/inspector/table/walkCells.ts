import type { KeyboardEvent } from 'react'

/**
 * The keys of a spreadsheet in a grid of text fields: up, down, Enter and Shift+Enter go along the column; left and right go
 * along the row from the end of a cell's text, so that they still move within it.
 */
export function walkCells(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const step = stepOf(event)
  if (!step) return
  if (event.key === 'Enter') event.preventDefault()
  const input = event.currentTarget
  const row = input.closest('tr')
  const rows = [
    ...(input.closest('table')?.querySelectorAll<HTMLTableRowElement>('tbody > tr:not([data-steps])') ?? []),
  ]
  const cell = input.closest('td')
  if (!row || !cell) return
  const target = rows[rows.indexOf(row) + step.rows]?.cells[cell.cellIndex + step.columns]
  const next = target?.querySelector('textarea')
  if (!next) return
  event.preventDefault()
  next.focus()
  if (step.columns === 0) next.select()
  else {
    const caret = step.columns > 0 ? 0 : next.value.length
    next.setSelectionRange(caret, caret)
  }
}

function stepOf(event: KeyboardEvent<HTMLTextAreaElement>): { rows: number; columns: number } | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null
  const { selectionStart: from, selectionEnd: to, value } = event.currentTarget
  switch (event.key) {
    case 'Enter':
      return { rows: event.shiftKey ? -1 : 1, columns: 0 }
    case 'ArrowDown':
      return { rows: 1, columns: 0 }
    case 'ArrowUp':
      return { rows: -1, columns: 0 }
    case 'ArrowLeft':
      return !event.shiftKey && to === 0 ? { rows: 0, columns: -1 } : null
    case 'ArrowRight':
      return !event.shiftKey && from === value.length ? { rows: 0, columns: 1 } : null
    default:
      return null
  }
}
