import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * Whether a process of the group still runs. One that has ended and that nobody waits for stays in the list as a zombie, for seconds
 * where the first process of a container looks for such only now and then: it counts as gone once it holds no file and no port, which is
 * when its last thread but the first is gone.
 */
export function isGroupRunning(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false
    throw error
  }
  if (process.platform !== 'linux' || !existsSync('/proc/self/stat')) return true
  return readdirSync('/proc').some((id) => /^\d+$/.test(id) && isRunningIn(id, group))
}

function isRunningIn(id: string, group: number): boolean {
  try {
    // The name before it, in brackets, may have brackets of its own.
    const [, state = '', of] = /^.*\) (\w) \d+ (\d+) /s.exec(readFileSync(`/proc/${id}/stat`, 'utf8')) ?? []
    if (Number(of) !== group) return false
    return !'ZX'.includes(state) || readdirSync(`/proc/${id}/task`).length > 1
  } catch (error) {
    // It ended while it was looked at.
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return false
    throw error
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''
