import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import { RunEndedEvent } from '../../../shared/callback/runEnded.ts'
import { Api } from '../api.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../httpTarget.ts'
import type { Whereabouts } from './Deliveries.ts'
import { attemptSeconds, confirmed, type FaultStep, faultSecret, faultSteps } from './faultLoop.ts'

/**
 * How the target gets in the way of an item. `late` carries the request out and answers when nobody listens any more; `twice` sends two
 * answers to one request, the second of them wrong, and tells the run twice; `cut` carries it out and hangs up; `busy` refuses the first attempt; `slow` takes its time.
 */
export type Mood = 'prompt' | 'slow' | 'late' | 'twice' | 'cut' | 'busy'

const moodEvery: readonly (readonly [Mood, number, number])[] = [
  ['late', 50, 7],
  ['cut', 25, 11],
  ['busy', 20, 3],
  ['twice', 10, 4],
  ['slow', 10, 8],
]

export const moodOf = (item: number): Mood =>
  moodEvery.find(([, every, place]) => item % every === place)?.[0] ?? 'prompt'

/** Few are late to say that they heard of an end: each keeps the sender waiting for twenty seconds. */
const isLateToHear = (item: number) => item % 2000 === 1999

const Asked = z.strictObject({ item: z.int(), run: z.string() })
const Body = z.strictObject({ item: z.int() })

/** A change that was asked for: by which keys, and how often it took effect. */
type Change = { keys: Set<string>; applied: number; requests: number }
type Heard = { ids: Set<string>; times: number; outcome: string }

const slowMs = 800
const lateMs = attemptSeconds * 1000 + 500
const lateToHearMs = 20_500

/** The target of the loop `faults`, and the receiver of its callbacks. It keeps account of all that it is asked. */
export class FaultTarget {
  /** By step and item. */
  readonly changes: Record<FaultStep, Map<number, Change>> = { reserve: new Map(), charge: new Map() }
  /** By run. */
  readonly heard = new Map<string, Heard>()
  /** Requests that nobody should have sent, in words. */
  readonly wrong: string[] = []
  readonly moods = new Map<Mood, number>()
  readonly #keys = new Set<string>()
  readonly #lookers = new Set<() => void>()
  readonly #webhook = new Webhook(faultSecret.value)
  #http: HttpTarget | undefined
  #server: Whereabouts | undefined

  static async listen(): Promise<FaultTarget> {
    const target = new FaultTarget()
    target.#http = await HttpTarget.listen((request, response) => target.#take(request, response))
    return target
  }

  /** Where runs are told of what happened. */
  tells(server: Whereabouts): void {
    this.#server = server
  }

  get origin(): string {
    return this.#http?.origin ?? ''
  }

  async close(): Promise<void> {
    await this.#http?.close()
  }

  /** Resolves when it has heard of the end of so many runs; false when that takes longer. */
  untilHeard(count: number, withinMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isSo: boolean) => {
        clearTimeout(timer)
        this.#lookers.delete(look)
        resolve(isSo)
      }
      const look = () => this.heard.size >= count && end(true)
      const timer = setTimeout(() => end(false), withinMs)
      this.#lookers.add(look)
      look()
    })
  }

  #take(request: TargetRequest, response: ServerResponse): void {
    const step = faultSteps.find((each) => request.path === `/${each}`)
    if (step) this.#change(step, request, response)
    else if (request.path === '/told') this.#hear(request, response)
    else {
      this.wrong.push(`${request.method} ${request.path}`)
      answerJson(response, 404, {})
    }
  }

  #change(step: FaultStep, { headers, body }: TargetRequest, response: ServerResponse): void {
    const { item, run } = Asked.parse(JSON.parse(body))
    const key = String(headers['idempotency-key'] ?? '')
    if (key === '') this.wrong.push(`no key for ${step} of ${item}`)
    const change = this.changes[step].get(item) ?? { keys: new Set<string>(), applied: 0, requests: 0 }
    this.changes[step].set(item, change)
    const isFirst = change.requests === 0
    change.requests += 1
    change.keys.add(key)
    const mood = isFirst ? moodOf(item) : 'prompt'
    this.#count(mood)
    if (mood === 'busy') return refuse(response)
    // What a target with idempotency keys promises: one effect for each key.
    if (!this.#keys.has(key)) {
      this.#keys.add(key)
      change.applied += 1
      if (step === 'charge') {
        void this.#confirm(item, run)
        if (moodOf(item) === 'twice') void this.#confirm(item, run)
      }
    }
    answerInMood(response, mood, { item, step })
  }

  /** Tells the run until the server has taken it: it may be down, or its disk full. */
  async #confirm(item: number, run: string): Promise<void> {
    if (moodOf(item) === 'late') await pause(lateMs)
    for (;;) {
      const origin = (await this.#server?.origin) ?? ''
      const response = await new Api({ origin })
        .send('POST', `/api/runs/${run}/signals`, { id: `${item}`, name: confirmed, data: { item } })
        .catch(() => null)
      if (response?.ok) return
      if (response && response.status < 500 && response.status !== 429) {
        this.wrong.push(`${run} answered ${response.status} to being told`)
        return
      }
      await pause(200)
    }
  }

  #hear({ headers, body }: TargetRequest, response: ServerResponse): void {
    const { id, data } = RunEndedEvent.parse(
      this.#webhook.verify(body, {
        'webhook-id': String(headers['webhook-id']),
        'webhook-timestamp': String(headers['webhook-timestamp']),
        'webhook-signature': String(headers['webhook-signature']),
      }),
    )
    const before = this.heard.get(data.run)
    const heard = before ?? { ids: new Set<string>(), times: 0, outcome: data.outcome }
    heard.ids.add(id)
    heard.times += 1
    this.heard.set(data.run, heard)
    const item = Body.safeParse(data.body).data?.item ?? 0
    const mood = before === undefined ? moodOf(item) : 'prompt'
    if (before === undefined && isLateToHear(item))
      setTimeout(() => answerJson(response, 200, {}), lateToHearMs)
    else if (mood === 'busy') refuse(response)
    else answerInMood(response, mood === 'late' ? 'slow' : mood, {})
    for (const look of this.#lookers) look()
  }

  #count(mood: Mood): void {
    this.moods.set(mood, (this.moods.get(mood) ?? 0) + 1)
  }
}

const refuse = (response: ServerResponse) => {
  response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' }).end('{}')
}

function answerInMood(response: ServerResponse, mood: Exclude<Mood, 'busy'>, body: object): void {
  switch (mood) {
    case 'prompt':
      return answerJson(response, 200, body)
    case 'slow':
      setTimeout(() => answerJson(response, 200, body), slowMs)
      return
    case 'late':
      setTimeout(() => answerJson(response, 200, body), lateMs)
      return
    case 'cut':
      response.destroy()
      return
    case 'twice':
      return answerTwice(response, body)
  }
}

/** The second answer is nobody’s: taken for the answer to another request it would be a wrong one. */
function answerTwice(response: ServerResponse, body: object): void {
  const wrong = '{"item":-1}'
  const { socket } = response
  response.once('finish', () =>
    socket?.write(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${wrong.length}\r\n\r\n${wrong}`,
    ),
  )
  response.setHeader('connection', 'close')
  answerJson(response, 200, body)
}
