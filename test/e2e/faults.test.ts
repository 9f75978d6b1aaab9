import { describe, expect, it } from 'vitest'
import { runDiskFull } from '../support/faults/runDiskFull.ts'
import { runFaults } from '../support/faults/runFaults.ts'
import { smallDisk } from '../support/faults/smallDisk.ts'

const nothing = {
  lost: { runs: 0, ends: 0, changes: 0, callbacks: 0 },
  doubled: { runs: 0, changes: 0, callbacks: 0 },
  stray: 0,
}

describe('what was accepted is neither lost nor doubled', () => {
  it('with bursts past the queue, a target that gets in the way, and SIGKILL in between', {
    timeout: 300_000,
  }, async () => {
    const { account, underWayAtKill, moods } = await runFaults({ count: 300, kills: 2, senders: 150 })
    expect(account).toMatchObject({ accepted: 300, ...nothing })
    // Else nothing of this was tried.
    expect(account.answers['429']).toBeGreaterThan(0)
    expect(account.answers['202 again']).toBeGreaterThan(0)
    expect(account.answers['none']).toBeGreaterThan(0)
    expect(account.toldAgain).toBeGreaterThan(0)
    expect(Math.min(...underWayAtKill)).toBeGreaterThan(0)
    expect(Object.keys(moods).sort()).toEqual(['busy', 'cut', 'late', 'prompt', 'slow', 'twice'])
  })

  // Only root on Linux gets a small disk; `npm run bench -- faults` says when it does without.
  it.for([smallDisk(48)].filter((disk) => disk !== null))(
    'on a disk that is full in between',
    { timeout: 300_000 },
    async (disk) => {
      const { account, whileFull } = await runDiskFull(disk, 120)
      expect(account).toMatchObject({ accepted: 120, ...nothing })
      // Some may still find room in a file that is there; none is told that something broke.
      expect(whileFull['503']).toBeGreaterThan(0)
      expect(whileFull).not.toHaveProperty('500')
    },
  )
})
