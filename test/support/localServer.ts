import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isGroupRunning } from './processGroup.ts'

const top = resolve(import.meta.dirname, '../..')

/** The administrator's token of every server that the tests start. */
export const adminToken = 'an-admin-token-for-tests-only'

export type LocalServerOptions = {
  script?: 'start' | 'dev'
  port?: number
  /** An existing state folder, to start again where another server stopped. */
  state?: string
  /** More of the environment. */
  env?: Record<string, string>
}

/** A Pavane that runs the way a user runs it: `npm start` in the top folder, as a process group of its own. */
export class LocalServer {
  readonly port: number
  readonly origin: string
  readonly state: string
  readonly #process: ChildProcess
  readonly #exited: Promise<number | null>
  #output = ''

  private constructor(script: string, port: number, state: string, env: Record<string, string>) {
    this.port = port
    this.origin = `http://localhost:${port}`
    this.state = state
    this.#process = spawn('npm', ['run', script], {
      cwd: top,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PORT: String(port), PAVANE_STATE: state, PAVANE_TOKEN: adminToken, ...env },
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString()
      })
    }
    this.#exited = new Promise((done) => this.#process.once('close', done))
  }

  /** Starts a server and waits until it says that it is ready; throws what it printed when it ends instead. */
  static async start({
    script = 'start',
    port,
    state,
    env = {},
  }: LocalServerOptions = {}): Promise<LocalServer> {
    const server = new LocalServer(
      script,
      port ?? (await freePort()),
      state ?? mkdtempSync(join(tmpdir(), 'pavane-state-')),
      env,
    )
    if (await server.#says(/Pavane is ready at/)) return server
    throw new Error(`The server did not get ready:\n${server.#output}`)
  }

  /** Everything that the server printed so far. */
  get output(): string {
    return this.#output
  }

  /** The sign-in link that the server printed. */
  get signInLink(): string {
    const link = /http\S+\/sign-in#code=\S+/.exec(this.#output)?.[0]
    if (!link) throw new Error(`The server printed no sign-in link:\n${this.#output}`)
    return link
  }

  /** Whether no process of the group runs any more. */
  get isGone(): boolean {
    return !isGroupRunning(this.#process.pid ?? 0)
  }

  /** Sends a signal to the first process alone, as a service manager does, and waits until the whole group is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#process.kill(signal)
    return this.#untilGone()
  }

  /** What Ctrl-C in a terminal does: every process of the group gets SIGINT. */
  async interrupt(): Promise<number | null> {
    process.kill(-(this.#process.pid ?? 0), 'SIGINT')
    return this.#untilGone()
  }

  /** Kills the whole group at once, workerd and supervisor, with nothing left to clean up after itself. */
  async kill(): Promise<void> {
    if (!this.isGone) process.kill(-(this.#process.pid ?? 0), 'SIGKILL')
    await this.#untilGone()
  }

  /** Kills what is left and forgets the state. */
  async discard(): Promise<void> {
    await this.kill()
    rmSync(this.state, { recursive: true, force: true })
  }

  async #untilGone(): Promise<number | null> {
    const code = await this.#exited
    const deadline = Date.now() + 10_000
    while (!this.isGone) {
      if (Date.now() > deadline) throw new Error('Processes of the server are still there after ten seconds.')
      await pause(20)
    }
    return code
  }

  /** Whether the output matches before the process ends. */
  #says(pattern: RegExp): Promise<boolean> {
    return new Promise((done) => {
      const look = () => {
        if (pattern.test(this.#output)) done(true)
      }
      this.#process.stdout?.on('data', look)
      void this.#exited.then(() => done(false))
      look()
    })
  }
}

/** Each of the processes that run tests has ports of its own, below those that the system gives out to anybody. */
let nextPort = 12_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 20) * 1000 + (process.pid % 500)

/** A port that nothing listens on, and that no other test is given: a server that is started anew needs the one it had. */
export async function freePort(): Promise<number> {
  for (;;) {
    nextPort += 1
    const port = nextPort
    const probe = createServer()
    const isFree = await new Promise<boolean>((done) => {
      probe.once('error', () => done(false))
      probe.listen(port, '127.0.0.1', () => done(true))
    })
    if (!isFree) continue
    await new Promise((done) => probe.close(done))
    return port
  }
}
