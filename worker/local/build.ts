import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBuiltWorker } from './builtWorker.ts'
import { readHeaderRules } from './headerRules.ts'
import { inputsDigest } from './inputsDigest.ts'
import { top } from './install.mjs'
import { workerdConfig } from './workerdConfig.ts'

const stamp = join(top, 'dist', 'inputs.sha256')

/** The configuration that workerd serves, relative to the top folder. */
export const configFile = 'dist/workerd.capnp'

/** Builds the designer and the Worker into `dist`, unless what is there was built from these very sources. */
export function ensureBuilt(): void {
  const digest = inputsDigest(top)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  console.log('Building the designer and the Worker…')
  build()
  writeFileSync(join(top, configFile), workerdConfig(readBuiltWorker(top), readHeaderRules(top)))
  writeFileSync(stamp, digest)
}

function build(): void {
  const vite = join(top, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']
  const result = spawnSync(process.execPath, args, {
    cwd: top,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Whatever it says where this was started, in a test for one: the React that is made for its developers is larger and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (result.status !== 0) throw new Error('The build failed: the message of vite is above.')
}
