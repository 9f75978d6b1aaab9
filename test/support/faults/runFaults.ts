import { Api } from '../api.ts'
import { LocalServer } from '../localServer.ts'
import { type Account, takeAccount } from './account.ts'
import { Deliveries, type Whereabouts } from './Deliveries.ts'
import { FaultTarget, type Mood } from './FaultTarget.ts'
import { faultHost, faultLoop, faultLoopName, faultSecret } from './faultLoop.ts'

export type FaultsAsked = { count: number; kills: number; senders: number }

export type FaultReport = {
  account: Account
  kills: number
  /** How many runs were under way each time that the server was killed. */
  underWayAtKill: number[]
  moods: Partial<Record<Mood, number>>
  slowestRefusalMs: number
  seconds: number
}

/** A server with the loop `faults`, and where to find it. */
export class FaultServer implements Whereabouts {
  origin: Promise<string>
  #server: LocalServer

  private constructor(server: LocalServer) {
    this.#server = server
    this.origin = Promise.resolve(server.origin)
  }

  static async start(target: FaultTarget, shards: number, state?: string): Promise<FaultServer> {
    const server = await LocalServer.start(state === undefined ? {} : { state })
    const api = new Api(server)
    const set = async (method: string, path: string, body: unknown) => {
      const response = await api.send(method, path, body)
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    }
    await set('PUT', `/api/hosts/${faultHost}`, { baseUrl: target.origin })
    await set('PUT', `/api/secrets/${faultSecret.name}`, { value: faultSecret.value })
    await set('POST', '/api/loops', { name: faultLoopName, graph: faultLoop })
    await set('PUT', `/api/loops/${faultLoopName}/shards`, { shards })
    await set('POST', `/api/loops/${faultLoopName}/versions`, { revision: 1, note: 'First' })
    return new FaultServer(server)
  }

  get api(): Api {
    return new Api(this.#server)
  }

  get output(): string {
    return this.#server.output
  }

  /** Kills it with all that is under way, and starts it again on its state. Callers find it when it is back. */
  async killAndStart(between = () => {}): Promise<void> {
    const { state, port } = this.#server
    const back = Promise.withResolvers<string>()
    this.origin = back.promise
    await this.#server.kill()
    between()
    this.#server = await LocalServer.start({ state, port })
    back.resolve(this.#server.origin)
  }

  discard(): Promise<void> {
    return this.#server.discard()
  }
}

/**
 * Delivers so many items in bursts that the queue can't hold, some of them twice at once, to a target that gets in the way, and kills the server
 * that often while runs are under way.
 */
export async function runFaults({ count, kills, senders }: FaultsAsked): Promise<FaultReport> {
  const startedAt = performance.now()
  const target = await FaultTarget.listen()
  const server = await FaultServer.start(target, 2)
  target.tells(server)
  try {
    const underWayAtKill: number[] = []
    const killAt = Array.from({ length: kills }, (_, kill) => Math.floor((count * (kill + 1)) / (kills + 1)))
    let killing = Promise.resolve()
    const kill = async () => {
      underWayAtKill.push(sent.runs.size - target.heard.size)
      await server.killAndStart()
    }
    const sent = new Deliveries(server, (accepted) => {
      if (killAt.includes(accepted)) killing = killing.then(kill)
    })
    await sendAll(sent, count, senders)
    await killing
    const account = await takeAccount(server.api, sent, target)
    return {
      account,
      kills,
      underWayAtKill,
      moods: Object.fromEntries(target.moods),
      slowestRefusalMs: sent.slowestRefusalMs,
      seconds: (performance.now() - startedAt) / 1000,
    }
  } finally {
    await server.discard()
    await target.close()
  }
}

/** Every seventh item is delivered twice at once. */
export async function sendAll(sent: Deliveries, count: number, senders: number): Promise<void> {
  let next = 0
  const sender = async () => {
    while (next < count) {
      const item = next
      next += 1
      const times = item % 7 === 0 ? 2 : 1
      await Promise.all(Array.from({ length: times }, () => sent.deliver(item)))
    }
  }
  await Promise.all(Array.from({ length: senders }, sender))
}
