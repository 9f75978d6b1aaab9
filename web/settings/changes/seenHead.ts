import { z } from 'zod'
import type { SeenHead } from './verifyBundle.ts'

const Seen = z.object({ seq: z.int(), hash: z.string(), at: z.int() })
const placeOf = (workspace: string) => `pavane.changes-head.${workspace}`

/** The head of the change log that this browser verified last; null when there is none, or it can't be kept here. */
export function readSeenHead(workspace: string): SeenHead | null {
  const text = storage()?.getItem(placeOf(workspace)) ?? null
  if (text === null) return null
  try {
    return Seen.safeParse(JSON.parse(text)).data ?? null
  } catch {
    // Somebody else wrote there: as good as nothing.
    return null
  }
}

export function keepSeenHead(workspace: string, head: SeenHead): void {
  storage()?.setItem(placeOf(workspace), JSON.stringify(head))
}

/** A browser that keeps nothing refuses even to be asked. */
function storage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
