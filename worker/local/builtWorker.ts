import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the build wrote about the Worker, in the shape of Wrangler's configuration, and the modules it consists of. */
export type BuiltWorker = {
  name: string
  compatibilityDate: string
  compatibilityFlags: string[]
  vars: Record<string, unknown>
  objects: { binding: string; className: string }[]
  assetsBinding: string
  runWorkerFirst: string[]
  /** The main module comes first. */
  modules: string[]
}

type WranglerJson = {
  name: string
  main: string
  compatibility_date: string
  compatibility_flags: string[]
  vars: Record<string, unknown>
  durable_objects: { bindings: { name: string; class_name: string }[] }
  assets: { binding: string; run_worker_first: string[] }
}

/** The folder of the built Worker, from the top folder. */
export const workerFolder = 'dist/pavane'

/** Reads the Worker that the build left in `dist`. */
export function readBuiltWorker(top: string): BuiltWorker {
  const folder = join(top, workerFolder)
  const config = JSON.parse(readFileSync(join(folder, 'wrangler.json'), 'utf8')) as WranglerJson
  const others = globSync('**/*.js', { cwd: folder }).filter((path) => path !== config.main)
  return {
    name: config.name,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags,
    vars: config.vars,
    objects: config.durable_objects.bindings.map((object) => ({
      binding: object.name,
      className: object.class_name,
    })),
    assetsBinding: config.assets.binding,
    runWorkerFirst: config.assets.run_worker_first,
    modules: [config.main, ...others.sort()],
  }
}
