import type { ArchivePage, ArchiveQuery } from '../../shared/api/archive.ts'
import type { Env } from '../env.ts'
import { archiveFolder, archiveKey, archiveOf, runOfKey } from '../objects/archive.ts'

/** What is in the archive of a loop, from after a run on. */
export async function archivePage(env: Env, { loop, cursor, limit }: ArchiveQuery): Promise<ArchivePage> {
  const archive = archiveOf(env)
  if (!archive) return { available: false, runs: [], next: null }
  const folder = archiveFolder(env.workspace, loop)
  const keys = await archive.list(folder, cursor ? archiveKey(folder, cursor) : null, limit)
  const runs = keys.flatMap((key) => {
    const run = runOfKey(folder, key)
    return run ? [{ run, acceptedAt: timeIn(run) }] : []
  })
  return { available: true, runs, next: keys.length < limit ? null : (runs.at(-1)?.run ?? null) }
}

/** The first 48 bits of a UUIDv7 (RFC 9562, section 5.7). */
const timeIn = (run: string) => Number.parseInt(run.slice(-36).replaceAll('-', '').slice(0, 12), 16)
