import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { configFile } from './build.ts'
import type { Home } from './home.ts'
import { identityEnvironment } from './identitySettings.ts'
import { top } from './install.mjs'
import { localOrigin } from './port.ts'

/** The package's main export names the binary of this platform. */
const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string }

/** What a server needs to know about where and for whom it runs. */
export type ServerOptions = { home: Home; port: number; origin: string; token: string }

/** How a server process ended. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null }

/** One running workerd process. */
export type Server = { pid: number; exited: Promise<Exit>; process: ChildProcess }

/** Starts workerd itself, not its Node wrapper: a wrapper's death would leave the server behind. */
export function startServer({ home, port, origin, token }: ServerOptions): Server {
  const args = [
    'serve',
    join(top, configFile),
    `--socket-addr=http=127.0.0.1:${port}`,
    `--directory-path=client=${join(top, 'dist/client')}`,
    `--directory-path=state=${home.objects}`,
    `--directory-path=archive=${home.archive}`,
  ]
  const child = spawn(workerd, args, {
    cwd: top,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PAVANE_TOKEN: token,
      PAVANE_ORIGIN: origin,
      PAVANE_SANDBOX_ORIGIN: localOrigin(port),
      PAVANE_LOCAL: '1',
      PAVANE_KEY: process.env.PAVANE_KEY,
      PAVANE_KEY_PREVIOUS: process.env.PAVANE_KEY_PREVIOUS,
      PAVANE_FAULT_URL: process.env.PAVANE_FAULT_URL,
      ...identityEnvironment(process.env),
    },
  })
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  return { pid: child.pid ?? 0, exited, process: child }
}

/** Resolves when the server answers `/healthz` at its port; throws when it ends first or takes longer than half a minute. */
export async function untilReady(server: Server, port: number): Promise<void> {
  const deadline = Date.now() + 30_000
  let ended: Exit | undefined
  void server.exited.then((exit) => {
    ended = exit
  })
  while (!(await isHealthy(localOrigin(port)))) {
    if (ended) throw new Error(`The server ended before it was ready: ${describeExit(ended)}.`)
    if (Date.now() > deadline) throw new Error('The server did not answer /healthz within 30 seconds.')
    await pause(50)
  }
}

async function isHealthy(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2000) })).ok
  } catch (error) {
    // Not listening yet, or slow to answer: the caller asks again.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false
    throw error
  }
}

/** Ends a server: asks it to finish what it is sending, and insists after three seconds. */
export async function stopServer(server: Server): Promise<void> {
  server.process.kill('SIGTERM')
  const insist = setTimeout(() => server.process.kill('SIGKILL'), 3000)
  await server.exited
  clearTimeout(insist)
}

/** Says in words how a process ended. */
export const describeExit = ({ code, signal }: Exit) =>
  signal ? `it was ended by ${signal}` : `it ended by itself with code ${code}`
