import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every file in a folder and in the folders in it, by its whole path. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesUnder(path) : [path]
  })
