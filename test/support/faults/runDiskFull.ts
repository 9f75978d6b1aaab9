import { type Account, takeAccount } from './account.ts'
import { Deliveries } from './Deliveries.ts'
import { FaultTarget } from './FaultTarget.ts'
import { FaultServer, sendAll } from './runFaults.ts'
import type { SmallDisk } from './smallDisk.ts'

export type DiskFullReport = {
  account: Account
  /** Answers while there was no room for another byte, by status. */
  whileFull: Record<string, number>
  slowestRefusalMs: number
}

/**
 * Delivers items to a server whose disk is full for the second and the third quarter of them. After the one it goes on once there is room, after the
 * other it is killed and started again. Whoever was refused sends again.
 */
export async function runDiskFull(disk: SmallDisk, count: number): Promise<DiskFullReport> {
  const target = await FaultTarget.listen()
  const server = await FaultServer.start(target, 1, `${disk.folder}/state`)
  target.tells(server)
  try {
    const sent = new Deliveries(server)
    const whileFull = new Map<string, number>()
    const quarter = Math.ceil(count / 4)
    const full = async (from: number) => {
      disk.fill()
      const before = new Map(sent.answers)
      await attemptAll(sent, from, from + quarter)
      for (const [answer, times] of sent.answers) {
        const more = times - (before.get(answer) ?? 0)
        if (more > 0) whileFull.set(answer, (whileFull.get(answer) ?? 0) + more)
      }
    }
    await sendAll(sent, quarter, quarter)
    await full(quarter)
    disk.clear()
    await full(2 * quarter)
    await server.killAndStart(() => disk.clear())
    await sendAll(sent, 4 * quarter, 50)
    const account = await takeAccount(server.api, sent, target)
    return { account, whileFull: Object.fromEntries(whileFull), slowestRefusalMs: sent.slowestRefusalMs }
  } finally {
    await server.discard()
    await target.close()
    disk.remove()
  }
}

/** One attempt at each item, all at once. */
async function attemptAll(sent: Deliveries, from: number, to: number): Promise<void> {
  await Promise.all(Array.from({ length: to - from }, (_, place) => sent.attempt(from + place)))
}
