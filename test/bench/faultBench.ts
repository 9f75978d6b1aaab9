import type { Account } from '../support/faults/account.ts'
import { runDiskFull } from '../support/faults/runDiskFull.ts'
import { runFaults } from '../support/faults/runFaults.ts'
import { smallDisk } from '../support/faults/smallDisk.ts'

type Line = (what: string, measured: string, compared?: string) => void

const webhooks = Number(process.env.PAVANE_FAULT_WEBHOOKS ?? 10_000)
const onFullDisk = Math.ceil(webhooks / 20)

const counts = (by: Readonly<Record<string, number>>) =>
  Object.entries(by)
    .map(([what, count]) => `${what}: ${count}`)
    .join(', ')

const sum = (by: Readonly<Record<string, number>>) => Object.values(by).reduce((all, each) => all + each, 0)

/**
 * Faults on the real server: webhooks in bursts that the queue can't hold, to a target that gets in the way, with SIGKILL in between; then a
 * full disk. Prints what was accepted, refused, lost and doubled; throws when anything was lost or doubled. `PAVANE_FAULT_WEBHOOKS` sets how many.
 */
export async function benchFaults(line: Line): Promise<void> {
  const { account, underWayAtKill, moods, slowestRefusalMs, seconds } = await runFaults({
    count: webhooks,
    kills: 5,
    senders: 300,
  })
  line('accepted', `${account.accepted} webhooks`, `${seconds.toFixed(0)} s`)
  line('answers by status', counts(account.answers))
  line('the slowest refusal', `${slowestRefusalMs.toFixed(0)} ms`)
  line(
    'SIGKILL, and start again',
    `${underWayAtKill.length} times`,
    `unfinished: ${underWayAtKill.join(', ')}`,
  )
  line('requests that the target got', counts(moods))
  printAccount(line, account)
  const disk = smallDisk(64)
  if (!disk) return line('a full disk', 'not tried: the system gives no small disk, Linux gives one to root')
  const full = await runDiskFull(disk, onFullDisk)
  line('on a disk that is full in between', `${full.account.accepted} webhooks accepted`)
  line('answers while it was full', counts(full.whileFull))
  printAccount(line, full.account)
}

function printAccount(line: Line, { lost, doubled, stray, toldAgain }: Account): void {
  line('lost', String(sum(lost)), counts(lost))
  line('doubled', String(sum(doubled)), counts(doubled))
  line('stray', String(stray))
  line('callbacks that came again, same id', String(toldAgain))
  if (sum(lost) + sum(doubled) + stray > 0) throw new Error('Something was lost, doubled or not asked for.')
}
