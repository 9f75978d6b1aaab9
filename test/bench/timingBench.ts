import { createHmac } from 'node:crypto'
import type { Graph } from '../../shared/graph/graph.ts'
import type { TriggerAuth } from '../../shared/graph/nodes/trigger.ts'
import { incident } from '../../shared/templates/incident.ts'
import { verifyCaller } from '../../worker/security/verifyCaller.ts'
import { Api } from '../support/api.ts'
import type { LocalServer } from '../support/localServer.ts'
import { medianOf } from './measure.ts'

type Line = (what: string, measured: string, compared?: string) => void

/** What is measured takes one of these, and refuses all of them. */
type Guesses = Readonly<Record<'first' | 'alike' | 'last' | 'longer', string>>

/** So much is measured of each guess in this process, and so often a measure calls, since one call is shorter than a clock tells. */
const samples = 8000
const callsInSample = 10
const requests = 1500
/** The slower part of each is left out: it tells of the machine, not of what is measured. */
const kept = 0.5
/** From where on a difference is told apart from chance: the threshold of dudect (Reparaz, Balasch, Verbauwhede: Dude, is my code constant time?, 2017). */
const telling = 4.5

/**
 * Whether it takes longer to refuse a credential the more of it is right: wrong at its first character, at its last, and of another
 * length, in random order, compared by Welch's t-test over the faster half. Two things stand beside them: a comparison that stops at the
 * first difference, which has to be found, and a second guess that is wrong at its first character, too, whose figure says what chance
 * and a busy machine make of guesses that are alike.
 */
export async function benchTiming(line: Line, server: LocalServer): Promise<void> {
  for (const [what, measured] of comparisons())
    tell(line, what, await sampled(measured.call, measured.guesses, samples), 'ns')
  const hook = await aHook(server)
  tell(line, 'POST /hooks, bearer, over HTTP', await sampled(hook.call, hook.guesses, requests), 'µs')
}

type Measured = { guesses: Guesses; call: (guess: string) => void | Promise<void> }

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`
const body = new TextEncoder().encode('{"order":7}')

function comparisons(): [string, Measured][] {
  const now = Date.now()
  const seconds = String(Math.floor(now / 1000))
  const mac = (text: string, encoding: 'hex' | 'base64', key: string | Buffer = secret) =>
    createHmac('sha256', key).update(text).digest(encoding)
  const text = new TextDecoder().decode(body)
  const by = (
    auth: TriggerAuth,
    right: string,
    headersOf: (guess: string) => Record<string, string>,
  ): Measured => ({
    guesses: guessesOf(right),
    call: (guess) => {
      const headers = new Map(Object.entries(headersOf(guess)))
      if (verifyCaller(auth, [secret], { headers, body }, now).ok) throw new Error('A wrong guess was taken')
    },
  })
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  return [
    ['a loop that stops where texts differ', naive()],
    [
      'bearer token',
      by({ scheme: 'bearer', secret: 's' }, secret, (guess) => ({ authorization: `Bearer ${guess}` })),
    ],
    [
      'GitHub’s signature',
      by({ scheme: 'github', secret: 's' }, mac(text, 'hex'), (guess) => ({
        'x-hub-signature-256': `sha256=${guess}`,
      })),
    ],
    [
      'Standard Webhooks’ signature',
      by(
        { scheme: 'standard-webhooks', secret: 's' },
        mac(`id.${seconds}.${text}`, 'base64', key),
        (guess) => ({
          'webhook-id': 'id',
          'webhook-timestamp': seconds,
          'webhook-signature': `v1,${guess}`,
        }),
      ),
    ],
    [
      'Stripe’s signature',
      by({ scheme: 'stripe', secret: 's' }, mac(`${seconds}.${text}`, 'hex'), (guess) => ({
        'stripe-signature': `t=${seconds},v1=${guess}`,
      })),
    ],
  ]
}

/** What nobody should do: it shows that the measure would find it. */
function naive(): Measured {
  return {
    guesses: guessesOf(secret),
    call: (guess) => {
      let place = 0
      while (place < secret.length && guess.charCodeAt(place) === secret.charCodeAt(place)) place += 1
      if (place === secret.length && guess.length === secret.length)
        throw new Error('A wrong guess was taken')
    },
  }
}

/** The same text in one piece: what an engine has put together of parts is read in another time. */
const asOne = (text: string) => Buffer.from(text).toString('latin1')

function guessesOf(right: string): Guesses {
  const other = (character: string | undefined) => (character === 'a' ? 'b' : 'a')
  const another = (character: string | undefined) => (character === 'y' ? 'z' : 'y')
  return {
    first: asOne(other(right[0]) + right.slice(1)),
    alike: asOne(another(right[0]) + right.slice(1)),
    last: asOne(right.slice(0, -2) + other(right.at(-2)) + right.slice(-1)),
    longer: asOne(`${right}${right}`),
  }
}

async function aHook(server: LocalServer): Promise<Measured> {
  const api = new Api(server)
  const graph: Graph = {
    ...incident.graph,
    name: 'guessed',
    nodes: incident.graph.nodes.map((node) =>
      node.kind === 'trigger' ? { ...node, auth: { scheme: 'bearer', secret: 'guessed' } } : node,
    ),
  }
  for (const [method, path, sent] of [
    ['PUT', '/api/secrets/guessed', { value: secret, hosts: [] }],
    ['POST', '/api/loops', { name: graph.name, graph }],
    ['POST', `/api/loops/${graph.name}/versions`, { revision: 1, note: '' }],
  ] as const) {
    const answer = await api.send(method, path, sent)
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`)
  }
  return {
    guesses: guessesOf(secret),
    call: async (guess) => {
      const headers = { authorization: `Bearer ${guess}`, 'content-type': 'application/json' }
      const answer = await fetch(`${server.origin}/hooks/${graph.name}`, {
        method: 'POST',
        headers,
        body: '{}',
      })
      if (answer.status !== 401) throw new Error(`A wrong guess was answered with ${answer.status}`)
      await answer.arrayBuffer()
    },
  }
}

type Times = Record<keyof Guesses, number[]>

/** Times in nanoseconds, of one call each. Which guess comes next is drawn, so that no drift of the machine looks like a difference. */
async function sampled(call: Measured['call'], guesses: Guesses, count: number): Promise<Times> {
  const names = ['first', 'alike', 'last', 'longer'] as const
  const times: Times = { first: [], alike: [], last: [], longer: [] }
  for (let warm = 0; warm < 300; warm += 1) await call(guesses[names[warm % names.length] ?? 'first'])
  for (let taken = 0; taken < count * names.length; taken += 1) {
    const name = names[Math.floor(Math.random() * names.length)] ?? 'first'
    const guess = guesses[name]
    times[name].push(await timed(call, guess))
  }
  return times
}

async function timed(call: Measured['call'], guess: string): Promise<number> {
  const start = process.hrtime.bigint()
  const first = call(guess)
  if (first) {
    await first
    return Number(process.hrtime.bigint() - start)
  }
  for (let more = 1; more < callsInSample; more += 1) void call(guess)
  return Number(process.hrtime.bigint() - start) / callsInSample
}

function tell(line: Line, what: string, times: Times, unit: 'ns' | 'µs'): void {
  const scale = unit === 'ns' ? 1 : 1000
  const digits = unit === 'ns' ? 1 : 2
  const [first, alike, last, longer] = [times.first, times.alike, times.last, times.longer].map(cut) as [
    number[],
    number[],
    number[],
    number[],
  ]
  const by = (other: number[]) => `${((medianOf(other) - medianOf(first)) / scale).toFixed(digits)} ${unit}`
  const chance = Math.abs(welchT(first, alike))
  const t = welchT(first, last)
  const isTold = Math.abs(t) > Math.max(telling, 2 * chance)
  line(
    what,
    `last character: ${by(last)} longer than first`,
    `t ${t.toFixed(1)}, ${chance.toFixed(1)} for guesses that are alike: ${isTold ? 'TOLD APART' : 'not told apart'}; twice as long: ${by(longer)}; ${(medianOf(first) / scale).toFixed(0)} ${unit} a call`,
  )
}

const cut = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b).slice(0, Math.floor(times.length * kept))

/** Welch's t: how many standard errors the means of two samples lie apart (Welch, 1947). */
function welchT(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [momentsOf(one), momentsOf(other)]
  return (b.mean - a.mean) / Math.sqrt(a.variance / one.length + b.variance / other.length)
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, variance }
}
