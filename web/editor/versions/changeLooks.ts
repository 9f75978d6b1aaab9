import { Minus, PencilLine, Plus } from 'lucide-react'
import type { Change } from '../model/fieldChanges.ts'

/** How each sort of change looks and what it is called. */
export const changeLooks = {
  added: { icon: Plus, word: 'Added', text: 'text-success', badge: 'success' },
  removed: { icon: Minus, word: 'Removed', text: 'text-danger', badge: 'danger' },
  changed: { icon: PencilLine, word: 'Changed', text: 'text-warning', badge: 'warning' },
} as const satisfies Record<Change, unknown>
