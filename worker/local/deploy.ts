import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuilt } from './build.ts'
import { workerFolder } from './builtWorker.ts'
import { top } from './install.mjs'

ensureBuilt()

const wrangler = join(top, 'node_modules/wrangler/bin/wrangler.js')
const args = [wrangler, 'deploy', '--config', `${workerFolder}/wrangler.json`, ...process.argv.slice(2)]
const result = spawnSync(process.execPath, args, {
  cwd: top,
  stdio: 'inherit',
  env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
})
process.exitCode = result.status ?? 1
