import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { RunDetail } from '../../../shared/api/runs.ts'
import { faultLoopName, faultSecret } from './faultLoop.ts'

/** Where the server is; a promise while it is down. */
export type Whereabouts = { origin: Promise<string> }

const longestWaitMs = 1000

/** Delivers items as a careful sender does: signed, with an id that stays, and again until the answer says that it was taken. */
export class Deliveries {
  /** The runs that each accepted item was told. More than one is a doubled run. */
  readonly runs = new Map<number, Set<string>>()
  /** Answers by their status. `none` is a connection that broke. */
  readonly answers = new Map<string, number>()
  /** The longest that a refusal took, in milliseconds. */
  slowestRefusalMs = 0
  readonly #server: Whereabouts
  readonly #ids = new Map<number, string>()
  readonly #webhook = new Webhook(faultSecret.value)
  readonly #onAccepted: (count: number) => void

  constructor(server: Whereabouts, onAccepted: (count: number) => void = () => {}) {
    this.#server = server
    this.#onAccepted = onAccepted
  }

  /** Delivers one until it is accepted; throws at an answer that trying again does not change. */
  async deliver(item: number): Promise<void> {
    while (!(await this.attempt(item)));
  }

  /** One attempt; whether it was accepted. */
  async attempt(item: number): Promise<boolean> {
    const origin = await this.#server.origin
    const sentAt = performance.now()
    const response = await this.#send(origin, item)
    if (response === null) return this.#count('none', false)
    const { status, headers } = response
    const text = await response.text().catch(() => null)
    if (text === null) return this.#count('none', false)
    const isReplay = headers.get('idempotency-replayed') === 'true'
    this.#count(isReplay ? `${status} again` : `${status}`, true)
    if (status === 200 || status === 202) {
      this.#accept(item, RunDetail.parse(JSON.parse(text)).run)
      return true
    }
    if (status !== 429 && status < 500) throw new Error(`Item ${item} was answered ${status}: ${text}`)
    this.slowestRefusalMs = Math.max(this.slowestRefusalMs, performance.now() - sentAt)
    const asked = Number(headers.get('retry-after') ?? 1) * 1000
    await pause(Math.min(asked, longestWaitMs) * Math.random())
    return false
  }

  #send(origin: string, item: number): Promise<Response | null> {
    const body = JSON.stringify({ item })
    const id = this.#ids.get(item) ?? `msg_${randomUUID()}`
    this.#ids.set(item, id)
    const now = new Date()
    return fetch(`${origin}/hooks/${faultLoopName}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': this.#webhook.sign(id, now, body),
        prefer: 'respond-async',
      },
      body,
    }).catch(brokenConnection)
  }

  #accept(item: number, run: string): void {
    const before = this.runs.get(item)
    this.runs.set(item, (before ?? new Set()).add(run))
    if (!before) this.#onAccepted(this.runs.size)
  }

  #count<T>(answer: string, gives: T): T {
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1)
    return gives
  }
}

function brokenConnection(error: unknown): null {
  // What `fetch` throws when the server is gone.
  if (error instanceof TypeError) return null
  throw error
}
