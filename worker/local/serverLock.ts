import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Home } from './home.ts'

type Lock = { supervisor: number; server?: number; origin: string }

/**
 * Claims the state folder for this process: two servers over the same files would spoil them. A server whose supervisor was
 * killed is ended first. The claim ends with this process. Throws a sentence when a live Pavane holds the folder.
 */
export async function claimState(home: Home, origin: string): Promise<void> {
  const lock = existsSync(home.lockFile)
    ? (JSON.parse(readFileSync(home.lockFile, 'utf8')) as Lock)
    : undefined
  if (
    lock &&
    lock.supervisor !== process.pid &&
    /worker\/local\/(start|dev)\.ts/.test(commandOf(lock.supervisor))
  ) {
    throw new Error(
      `Pavane already runs on this state, at ${lock.origin} (process ${lock.supervisor}). ` +
        'Stop it, or choose another folder for the state: PAVANE_STATE=<folder> npm start',
    )
  }
  if (lock?.server) await endOrphan(lock.server)
  writeLock(home, { supervisor: process.pid, origin })
  // Not in a `finally`: vite ends the process of the dev server by itself.
  process.once('exit', () => rmSync(home.lockFile, { force: true }))
}

/** Notes which process serves, so that the next start can end it if this supervisor is killed. */
export function noteServer(home: Home, origin: string, server: number): void {
  writeLock(home, { supervisor: process.pid, server, origin })
}

function writeLock(home: Home, lock: Lock): void {
  const draft = `${home.lockFile}.${process.pid}`
  writeFileSync(draft, JSON.stringify(lock), { mode: 0o600 })
  renameSync(draft, home.lockFile)
}

/** What a process runs, or nothing when it is gone. Process ids are used again, so an id alone proves nothing. */
function commandOf(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  }
  const file = `/proc/${pid}/cmdline`
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : ''
}

async function endOrphan(pid: number): Promise<void> {
  if (!commandOf(pid).includes('workerd')) return
  process.kill(pid, 'SIGKILL')
  while (holdsFiles(pid)) await pause(20)
}

/**
 * Whether a process still holds its files and its port. A process that is ending forgets its command before it lets go of those.
 * One that nobody waits for stays in the list as a zombie; it holds nothing once its last thread but the first is gone.
 */
export function holdsFiles(pid: number): boolean {
  if (process.platform !== 'linux') return commandOf(pid) !== ''
  const folder = `/proc/${pid}`
  if (!existsSync(folder)) return false
  try {
    const isZombie = /\) [ZX] /.test(readFileSync(`${folder}/stat`, 'utf8'))
    return !isZombie || readdirSync(`${folder}/task`).length > 1
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return false
    throw error
  }
}
