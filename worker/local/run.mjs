// The entry of `npm start`, `npm run dev` and `npm run deploy`. Plain JavaScript: it also runs before anything is installed.
import { spawn } from 'node:child_process'
import { ensureInstalled, modernNode, top } from './install.mjs'
import { onOrphaned } from './onOrphaned.mjs'

const [name = 'start', ...args] = process.argv.slice(2)

ensureInstalled()

const child = spawn(
  modernNode(),
  ['--disable-warning=ExperimentalWarning', `${top}/worker/local/${name}.ts`, ...args],
  {
    stdio: 'inherit',
  },
)

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal))
}

// npm runs scripts in a shell, and a shell that is ended doesn't pass the signal on.
if (process.env.npm_lifecycle_event) onOrphaned(() => child.kill('SIGTERM'))

child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
})
