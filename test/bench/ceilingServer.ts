import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../support/localServer.ts'

const { default: workerd } = createRequire(import.meta.url)('workerd') as { default: string }

/** The ceiling: one Durable Object that appends rows and does nothing else, in a workerd of its own. */
export class CeilingServer {
  readonly origin: string
  readonly state = mkdtempSync(join(tmpdir(), 'pavane-ceiling-'))
  readonly #process: ChildProcess

  private constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`
    const config = join(import.meta.dirname, 'ceiling/config.capnp')
    const args = [`--socket-addr=http=127.0.0.1:${port}`, `--directory-path=state=${this.state}`]
    this.#process = spawn(workerd, ['serve', config, ...args], { stdio: ['ignore', 'inherit', 'inherit'] })
  }

  static async start(): Promise<CeilingServer> {
    const server = new CeilingServer(await freePort())
    const deadline = Date.now() + 30_000
    while (!(await server.#answers())) {
      if (Date.now() > deadline) throw new Error('The ceiling did not answer within 30 seconds.')
      await pause(20)
    }
    return server
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** Where so many rows are appended for each call: of that many characters, or with what was sent. */
  appending(rows: number, characters = 0): string {
    return `${this.origin}/append/${rows}/${characters}`
  }

  /** Where so many rows are appended for each call, each with so many texts of so many characters, chained by their digests. */
  chaining(rows: number, events: number, characters: number): string {
    return `${this.origin}/chain/${rows}/${events}/${characters}`
  }

  async discard(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await gone
    rmSync(this.state, { recursive: true, force: true })
  }

  async #answers(): Promise<boolean> {
    try {
      const response = await fetch(this.appending(0), { method: 'POST', body: '{}' })
      return response.ok
    } catch (error) {
      // Not listening yet.
      if (error instanceof TypeError) return false
      throw error
    }
  }
}
