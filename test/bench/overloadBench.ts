import { Agent } from 'node:http'
import { RunList } from '../../shared/api/runs.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'
import { type Answered, post } from './load.ts'
import { throughput } from './measure.ts'

type Line = (what: string, measured: string, compared?: string) => void

const seconds = 4
/** How fast the floods come, by what the server takes of calls that all may start. The loop that they call may start a tenth of that. */
const floods = [0.25, 0.5, 1, 2] as const
const queue = 100

/** Runs that only compute; `perSecond` may start, and `queue` be under way, where that is said. */
export function graphOf(name: string, perSecond: number | null): Graph {
  const admission = perSecond === null ? {} : { admission: { rate: { count: perSecond, seconds: 1 } } }
  return {
    format: 'pavane.graph/1',
    name,
    title: 'Overload',
    description: 'Computes one value.',
    nodes: [
      { kind: 'trigger', id: 'call', title: 'Call', auth: { scheme: 'none' }, ...admission },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: { type: 'sequence', steps: [{ id: 'one', action: 'act', args: {}, after: [] }] },
      },
      {
        kind: 'action',
        id: 'act',
        title: 'Act',
        call: { uses: 'transform', value: '{{ input.n }}' },
        reversibility: 'pure',
        idempotency: 'native',
      },
      {
        kind: 'verifier',
        id: 'verify',
        title: 'Verify',
        checks: [{ type: 'rule', id: 'same', expr: 'steps.one.output == input.n', onFail: 'bail' }],
      },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: { n: '{{ input.n }}' } },
      { kind: 'outcome', id: 'wrong', title: 'Wrong', status: 'bailed', body: {} },
    ],
    edges: [
      wire('call.input', 'plan.in'),
      wire('plan.plan', 'act.step'),
      wire('act.result', 'verify.in'),
      wire('verify.pass', 'done.in'),
      wire('verify.rollback', 'wrong.in'),
      wire('verify.escalate', 'wrong.in'),
      wire('verify.bail', 'wrong.in'),
    ],
    policies: [],
    limits: { queue: perSecond === null ? 100_000 : queue },
    layout: { positions: {} },
  }
}

export async function publish(api: Api, graph: Graph): Promise<void> {
  const set = async (path: string, body: unknown) => {
    const response = await api.send('POST', path, body)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    await response.body?.cancel()
  }
  await set('/api/loops', { name: graph.name, graph })
  await set(`/api/loops/${graph.name}/versions`, { revision: 1, note: '' })
}

/** What came of the calls that were answered alike. */
class Answers {
  readonly #ms: number[] = []

  add(ms: number): void {
    this.#ms.push(ms)
  }

  get count(): number {
    return this.#ms.length
  }

  get text(): string {
    const sorted = this.#ms.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1)
    return `p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} ms`
  }
}

const counted = (answers: Map<number, Answers>, status: number) => {
  const known = answers.get(status) ?? new Answers()
  answers.set(status, known)
  return known
}

/**
 * Sends so many calls a second whatever becomes of those before, as strangers do, and measures each from when it was due. `ids` gets the
 * runs that were accepted.
 */
async function flood(
  call: (place: number) => Promise<Answered>,
  perSecond: number,
  ids: Set<string>,
): Promise<Map<number, Answers>> {
  const answers = new Map<number, Answers>()
  const began = performance.now()
  const sent: Promise<void>[] = []
  const total = Math.round(perSecond * seconds)
  const one = async (place: number) => {
    const due = began + (place * 1000) / perSecond
    const { status, run } = await call(place).catch(() => ({ status: 0, run: '' }))
    counted(answers, status).add(performance.now() - due)
    if (status === 202) ids.add(run)
  }
  while (sent.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000))
    while (sent.length < due) sent.push(one(sent.length))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(sent)
  return answers
}

/** Calls until there is no room; the runs that were accepted. */
async function fill(call: (place: number) => Promise<Answered>): Promise<Set<string>> {
  const ids = new Set<string>()
  for (let place = 0; ; place += 1) {
    const { status, run } = await call(place)
    if (status !== 202) return ids
    ids.add(run)
  }
}

/** The runs of a loop that ended, once all have. */
async function endedOf(api: Api, loop: string): Promise<Set<string>> {
  for (;;) {
    const runs: { run: string; status: string }[] = []
    for (let cursor = ''; ; ) {
      const page = await api.get(`/api/loops/${loop}/runs?limit=100${cursor && `&cursor=${cursor}`}`, RunList)
      runs.push(...page.runs)
      if (page.next === null) break
      cursor = page.next
    }
    if (runs.every(({ status }) => status === 'ended')) return new Set(runs.map(({ run }) => run))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/**
 * Calls a loop in floods past its rate and its queue, the last of them past what the server itself can take, and prints how long the refused
 * and the accepted ones took beside a call that meets nobody. Throws when something that was accepted was lost, or is there twice.
 */
export async function benchOverload(line: Line): Promise<void> {
  const server = await LocalServer.start()
  const agent = new Agent({ keepAlive: true })
  try {
    const api = new Api(server)
    const call =
      (loop: string, by = agent) =>
      (place: number) =>
        post(`${server.origin}/hooks/${loop}`, JSON.stringify({ n: place }), by)
    await publish(api, graphOf('idle', null))
    const open = call('idle')
    await throughput(4, 1, async (place) => void (await open(place)))
    const idle = new Answers()
    for (let place = 0; place < 200; place += 1) {
      const began = performance.now()
      await open(place)
      idle.add(performance.now() - began)
    }
    line('one call at a time', idle.text)
    const { perSecond } = await throughput(32, 3, async (place) => void (await open(place)))
    const rate = Math.max(1, Math.round(perSecond / 10))
    line('32 callers', `${perSecond.toFixed(0)} accepted a second`)
    await publish(api, graphOf('overload', rate))
    const ids = await fill(call('overload'))
    line('the loop that is flooded', `may start ${rate} a second, ${queue} be under way`)
    for (const times of floods) {
      // Connections of its own: the server ends those that were idle for a while.
      const crowd = new Agent({ keepAlive: true })
      const answers = await flood(call('overload', crowd), perSecond * times, ids)
      crowd.destroy()
      const offered = `${(perSecond * times).toFixed(0)} calls a second`
      for (const [status, each] of [...answers].sort(([a], [b]) => a - b))
        line(
          `${offered}, ${status === 0 ? 'broken' : `answered ${status}`}`,
          each.text,
          `${each.count} calls`,
        )
    }
    const ended = await endedOf(api, 'overload')
    const lost = [...ids].filter((run) => !ended.has(run)).length
    const stray = ended.size - (ids.size - lost)
    line('accepted', String(ids.size), `lost: ${lost}, not asked for: ${stray}`)
    if (lost + stray > 0) throw new Error('Something was lost, or was not asked for.')
  } finally {
    agent.destroy()
    await server.discard()
  }
}
