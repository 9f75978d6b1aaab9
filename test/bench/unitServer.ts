import { readFileSync } from 'node:fs'
import { Agent, createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { LoopDetail } from '../../shared/api/loops.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'
import { post } from './load.ts'
import { type UnitInput, unitAnswer, unitHost, unitLoop } from './unitLoop.ts'

const task = 'alpha beta gamma delta'

/** A Pavane as `npm start` runs it, with the unit loop published and the stub that its steps of kind `http` ask. */
export class UnitServer {
  readonly #stub: Server
  readonly #agent = new Agent({ keepAlive: true })
  #server: LocalServer

  private constructor(server: LocalServer, stub: Server) {
    this.#server = server
    this.#stub = stub
  }

  static async start(): Promise<UnitServer> {
    const stub = await startStub()
    const unit = new UnitServer(await LocalServer.start(), stub)
    const address = stub.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await unit.#send('PUT', `/api/hosts/${unitHost}`, { baseUrl: `http://127.0.0.1:${port}` })
    const created = await unit.#send('POST', '/api/loops', { name: unitLoop.name, graph: unitLoop })
    const { draft } = LoopDetail.parse(await created.json())
    await unit.#send('POST', `/api/loops/${unitLoop.name}/versions`, { revision: draft.revision, note: '' })
    return unit
  }

  get hook(): string {
    return `${this.#server.origin}/hooks/${unitLoop.name}`
  }

  get state(): string {
    return this.#server.state
  }

  /** The workerd that serves, not the npm that started it. */
  get pid(): number {
    const { server } = JSON.parse(readFileSync(join(this.state, 'server.json'), 'utf8')) as { server: number }
    return server
  }

  /** Stops the server and starts it again on the same state; how long the start took until it answered, in milliseconds. */
  async restart(): Promise<number> {
    await this.#server.stop()
    const began = performance.now()
    this.#server = await LocalServer.start({ state: this.state, port: this.#server.port })
    return performance.now() - began
  }

  /** Runs the loop once and checks every value of the answer. */
  async run(kind: UnitInput['kind'], iters: number): Promise<{ ms: number; rows: number; run: string }> {
    const input = { task, kind, iters }
    const began = performance.now()
    const { status, text, rows, run } = await post(this.hook, JSON.stringify(input), this.#agent)
    const ms = performance.now() - began
    const expected = unitAnswer(input)
    const { ok, results, iters: done } = JSON.parse(text) as Partial<typeof expected>
    if (status !== 200 || JSON.stringify({ ok, iters: done, results }) !== JSON.stringify(expected))
      throw new Error(`The unit loop answered ${status}: ${text}`)
    return { ms, rows, run }
  }

  /** How many events the log of a short run has, and how many characters those have. */
  async log(run: string): Promise<{ events: number; characters: number }> {
    const response = await this.#send('GET', `/api/runs/${run}/events`)
    const { events } = (await response.json()) as { events: unknown[] }
    return { events: events.length, characters: JSON.stringify(events).length }
  }

  /** Asks something of a run that has ended: a shard that has just started folds it to refuse. In milliseconds. */
  async fold(run: string): Promise<number> {
    const began = performance.now()
    const response = await new Api(this.#server).send('POST', `/api/runs/${run}/pause`, { reason: '' })
    await response.text()
    if (response.status !== 409) throw new Error(`An ended run was paused with ${response.status}`)
    return performance.now() - began
  }

  async discard(): Promise<void> {
    this.#agent.destroy()
    this.#stub.close()
    await this.#server.discard()
  }

  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await new Api(this.#server).send(method, path, body)
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
}

export const unitBody = (kind: UnitInput['kind']) => JSON.stringify({ task, kind, iters: 1 })

/** The target of kind `http`: the three operations, over HTTP. */
async function startStub(): Promise<Server> {
  const apply: Record<string, (arg: string) => string> = {
    upper: (arg) => arg.toUpperCase(),
    reverse: (arg) => Array.from(arg).reverse().join(''),
    length: (arg) => String(arg.length),
  }
  const stub = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://stub').searchParams
    const value = apply[query.get('op') ?? '']?.(query.get('arg') ?? '')
    response.writeHead(value === undefined ? 400 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ value }))
  })
  await new Promise<void>((resolve) => stub.listen(0, '127.0.0.1', resolve))
  return stub
}
