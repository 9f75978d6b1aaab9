// Runs a TypeScript file of this project, installing what it needs first: `npm start` and its like begin here. Plain JavaScript:
// it also runs on Node 20, before anything is installed.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureInstalled, modernNode, top } from './install.mjs'
import { onOrphaned } from './onOrphaned.mjs'

const [script = '', ...args] = process.argv.slice(2)

ensureInstalled()

const child = spawn(modernNode(), ['--disable-warning=ExperimentalWarning', join(top, script), ...args], {
  stdio: 'inherit',
})

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal))
}

// npm runs scripts in a shell, and a shell that is ended doesn't pass the signal on.
if (process.env.npm_lifecycle_event) onOrphaned(() => child.kill('SIGTERM'))

child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
})
