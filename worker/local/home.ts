import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { top } from './install.mjs'

/** Where a local Pavane keeps what must survive a restart. `PAVANE_STATE` moves it. */
export type Home = {
  /** The folder itself; only its owner may read it. */
  folder: string
  /** What Durable Objects stored. */
  objects: string
  /** Where archived runs go, a file each. */
  archive: string
  /** The administrator's token, when the environment has none. */
  tokenFile: string
  /** Which server runs on this state. */
  lockFile: string
}

/** Opens the state folder, making it when it is not there. */
export function openHome(environment: NodeJS.ProcessEnv = process.env): Home {
  const folder = resolve(environment.PAVANE_STATE || join(top, '.pavane'))
  // The dev server (through miniflare) and workerd keep objects in the same place, so both see the same loops.
  const objects = join(folder, 'state', 'v3', 'do')
  const archive = join(folder, 'archive')
  for (const each of [objects, archive]) mkdirSync(each, { recursive: true })
  chmodSync(folder, 0o700)
  const [tokenFile, lockFile] = [join(folder, 'token'), join(folder, 'server.json')]
  return { folder, objects, archive, tokenFile, lockFile }
}
