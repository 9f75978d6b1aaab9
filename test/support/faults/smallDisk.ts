import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A disk of its own that can be filled up. */
export type SmallDisk = { folder: string; fill: () => void; clear: () => void; remove: () => void }

/** A disk of so many megabytes in memory; null where the system gives none (Linux gives one to root). */
export function smallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'pavane-disk-'))
  const mount = ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]
  if (spawnSync('mount', mount, { stdio: 'ignore' }).status !== 0) {
    rmSync(folder, { recursive: true })
    return null
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: () => fillUp(filler),
    clear: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', [folder], { stdio: 'ignore' })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Writes until there is no room for another byte. */
function fillUp(path: string): void {
  const file = openSync(path, 'a')
  try {
    for (let bytes = 65_536; bytes >= 1; ) if (!writeAll(file, bytes)) bytes /= 2
  } finally {
    closeSync(file)
  }
}

/** Whether all of it was written. */
function writeAll(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
    throw error
  }
}
