import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { groupItems, type Ranked, rankItems } from './rankItems.ts'

/** What is listed for what is typed, and which of it is chosen: the first, until keys or the pointer choose another. */
export function usePromptList<T extends Ranked>(items: readonly T[], found: boolean) {
  const id = useId()
  const [text, setText] = useState('')
  const [chosenKey, choose] = useState<string | null>(null)
  const groups = useMemo(() => (found ? groupItems(items) : rankItems(items, text)), [items, found, text])
  const listed = groups.flatMap((group) => group.items)
  const at = Math.max(
    0,
    listed.findIndex(({ key }) => key === chosenKey),
  )
  const type = (typed: string) => {
    setText(typed)
    choose(null)
  }
  /** Whether the key was one that moves the choice. */
  const move = ({ key }: KeyboardEvent): boolean => {
    const to = targets[key]?.(at, listed.length)
    const next = to === undefined ? undefined : listed.at(to % listed.length)
    if (!next) return false
    choose(next.key)
    return true
  }
  const optionId = (key: string) => `${id}-${listed.findIndex((item) => item.key === key)}`
  return { listId: id, groups, text, type, chosen: listed[at] ?? null, choose, move, optionId }
}

/** Where a key leads, round and round. */
const targets: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
}
