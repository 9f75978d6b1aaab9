import { existsSync, globSync, readFileSync, statSync } from 'node:fs'

/** What a process has used so far; null where the system does not tell (it does on Linux). */
export type ProcessUse = { cpuMs: number; memoryMb: number }

/** Clock ticks of /proc are hundredths of a second everywhere that matters. */
const tickMs = 10

export function processUse(pid: number): ProcessUse | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const [, kilobytes = '0'] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    memoryMb: Math.round(Number(kilobytes) / 1024),
  }
}

/** The bytes of all files in a folder. */
export function bytesIn(folder: string): number {
  return globSync('**/*', { cwd: folder }).reduce((sum, path) => {
    const file = statSync(`${folder}/${path}`, { throwIfNoEntry: false })
    return sum + (file?.isFile() ? file.size : 0)
  }, 0)
}
