import { refuse } from '../../http/problem.ts'
import type { Shard } from './openShard.ts'

/** Why a shard can't be forgotten yet: somebody still waits for what it has. Null when it can. */
export function refusalToRemove({ open, notices, callbacks }: Shard) {
  const unfinished = open.unfinished()
  if (unfinished > 0)
    return refuse('conflict', `${unfinished} runs of this loop are under way. Cancel them first.`)
  const untold = notices.owed()
  if (untold > 0)
    return refuse(
      'conflict',
      `${untold} runs that wait for one of this loop have not been told yet. Try again soon.`,
    )
  const { waiting } = callbacks.counts()
  if (waiting > 0)
    return refuse(
      'conflict',
      `${waiting} callbacks of this loop are still to be delivered. Wait for them, or discard them.`,
    )
  return null
}
