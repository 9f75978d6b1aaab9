import { RunId } from '../../shared/engine/event.ts'
import type { Bindings } from '../env.ts'

/** Where ended runs are kept that a loop's retention archives: by key, as text. What can't be stored or read throws. */
export type Archive = {
  put(key: string, text: string): Promise<void>
  get(key: string): Promise<string | null>
  /** The keys that begin with a folder, in order, from after a key on; `folder` ends with a slash. */
  list(folder: string, after: string | null, limit: number): Promise<string[]>
}

/** The bucket, else the folder of a local server; null where there is neither. */
export function archiveOf({ ARCHIVE, ARCHIVE_DISK }: Bindings): Archive | null {
  if (ARCHIVE) return inBucket(ARCHIVE)
  return ARCHIVE_DISK ? onDisk(ARCHIVE_DISK) : null
}

const inBucket = (bucket: R2Bucket): Archive => ({
  async put(key, text) {
    await bucket.put(key, text, { httpMetadata: { contentType: 'application/json' } })
  },
  async get(key) {
    return (await (await bucket.get(key))?.text()) ?? null
  },
  async list(folder, after, limit) {
    const options = { prefix: folder, limit, ...(after === null ? {} : { startAfter: after }) }
    return (await bucket.list(options)).objects.map(({ key }) => key)
  },
})

/** A disk service of workerd: `GET` of a file gives it, of a folder what is in it, and `PUT` replaces a file whole. */
const onDisk = (disk: Fetcher): Archive => ({
  async put(key, text) {
    const response = await disk.fetch(addressOf(key), { method: 'PUT', body: text })
    if (!response.ok) throw new Error(`The archive’s folder answered ${response.status}`)
  },
  async get(key) {
    const response = await disk.fetch(addressOf(key))
    return found(response) ? response.text() : null
  },
  async list(folder, after, limit) {
    const response = await disk.fetch(addressOf(folder))
    if (!found(response)) return []
    const names = (await response.json<{ name: string; type: string }[]>())
      .filter(({ type }) => type === 'file')
      .map(({ name }) => `${folder}${name}`)
      .sort()
    return names.filter((key) => after === null || key > after).slice(0, limit)
  },
})

const addressOf = (key: string) => `http://archive/${key}`

function found(response: Response): boolean {
  if (response.status === 404) return false
  if (!response.ok) throw new Error(`The archive’s folder answered ${response.status}`)
  return true
}

/** The folder of a loop's archived runs. A key is the folder, the run's id and `.json`. */
export const archiveFolder = (workspace: string, loop: string) => `${workspace}/${loop}/`

export const archiveKey = (folder: string, run: string) => `${folder}${run}.json`

/** The run that a key is of; null for what is none of ours. */
export function runOfKey(folder: string, key: string): RunId | null {
  const run = RunId.safeParse(key.slice(folder.length).replace(/\.json$/, ''))
  return run.success ? run.data : null
}
