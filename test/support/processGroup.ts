import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { holdsFiles } from '../../worker/local/serverLock.ts'

/**
 * Whether a process of the group still runs. One that has ended and that nobody waits for stays in the list, for seconds where the first
 * process of a container looks for such only now and then: it counts as gone once it holds no file and no port.
 */
export function isGroupRunning(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
    throw error
  }
  if (process.platform !== 'linux' || !existsSync('/proc/self/stat')) return true
  return readdirSync('/proc').some((id) => /^\d+$/.test(id) && isOf(id, group) && holdsFiles(Number(id)))
}

function isOf(id: string, group: number): boolean {
  try {
    // The name before it, in brackets, may have brackets of its own.
    const [, of] = /^.*\) \w \d+ (\d+) /s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
    return Number(of) === group
  } catch (error) {
    // It ended while it was looked at.
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return false
    throw error
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''
