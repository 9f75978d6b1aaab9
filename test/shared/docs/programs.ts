import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { codeIn } from './page.ts'

const commands: Record<string, string> = { sh: 'sh', js: process.execPath, python: 'python3' }

/** What lines of a shell print, as whoever copies them sees it; throws where one fails. */
export async function printed(text: string, cwd: string, env: Record<string, string>): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env } }
  const { stdout } = await promisify(execFile)('bash', ['-e', '-o', 'pipefail', '-c', text], options)
  return stdout
}

/** The programs of a page, as files that run. */
export class Programs {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'guide-'))
  readonly #started: ChildProcess[] = []
  readonly #commands = new Map<string, string>()

  constructor(page: string) {
    for (const { name, language, text } of codeIn(page)) {
      if (name === null) continue
      writeFileSync(join(this.folder, name), text)
      this.#commands.set(name, commands[language] ?? language)
    }
  }

  /** Runs a program to its end; the lines that it prints. */
  async run(name: string, args: string[], env: Record<string, string>): Promise<string[]> {
    const { stdout } = await promisify(execFile)(this.#commandOf(name), [join(this.folder, name), ...args], {
      env: { ...process.env, ...env },
    })
    return stdout.trimEnd().split('\n')
  }

  /** Starts a program that serves; the address that it prints first, and a way to read its next line. */
  async serve(name: string, env: Record<string, string>) {
    const child = spawn(this.#commandOf(name), [join(this.folder, name)], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    this.#started.push(child)
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const nextLine = async () => String((await lines.next()).value)
    return { address: await nextLine(), nextLine }
  }

  async discard(): Promise<void> {
    const ended = this.#started.map((child) => once(child, 'exit'))
    for (const child of this.#started) child.kill()
    await Promise.all(ended)
    rmSync(this.folder, { recursive: true })
  }

  #commandOf(name: string): string {
    const command = this.#commands.get(name)
    if (command === undefined) throw new Error(`The page has no program ${name}`)
    return command
  }
}

/** A server for the time of a test; its address. */
export async function serving(listener: RequestListener) {
  const server = createServer(listener).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { origin: `http://localhost:${port}`, close: () => server.close() }
}
