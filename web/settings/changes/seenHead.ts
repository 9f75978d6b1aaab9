import { z } from 'zod'
import { browserStorage } from '../../ui/browserStorage.ts'
import type { SeenHead } from './verifyBundle.ts'

const Seen = z.object({ seq: z.int(), hash: z.string(), at: z.int() })
const placeOf = (workspace: string) => `pavane.changes-head.${workspace}`

/** The head of the change log that this browser verified last; null when there is none, or it can't be kept here. */
export function readSeenHead(workspace: string): SeenHead | null {
  const text = browserStorage()?.getItem(placeOf(workspace)) ?? null
  if (text === null) return null
  try {
    return Seen.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Somebody else wrote there: as good as nothing.
    return null
  }
}

export function keepSeenHead(workspace: string, head: SeenHead): void {
  browserStorage()?.setItem(placeOf(workspace), JSON.stringify(head))
}
