import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RunDetail, RunList } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { type Graph, graphFormat } from '../../shared/graph/graph.ts'
import type { ActionCall } from '../../shared/graph/nodes/action.ts'
import { wire } from '../../shared/templates/wire.ts'
import { Api } from '../support/api.ts'
import { logToEnd } from '../support/followRun.ts'
import { answerJson, HttpTarget, type TargetRequest } from '../support/httpTarget.ts'
import { LocalServer } from '../support/localServer.ts'

/** Where the server is killed, each with a loop and a child loop of its own, so that a run's id says to which it belongs. */
const points = {
  unasked: 'the child was not asked for',
  unknown: 'the child was asked for, and its parent does not know it yet',
  unsent: 'the child’s request has not left',
  unanswered: 'the child’s request is at its target',
  unsettled: 'the answer to the child’s request is not recorded',
} as const
type Point = keyof typeof points
const names = Object.keys(points) as Point[]

const isParent = (run: string) => run.startsWith('parent-')
const pointOf = (run: string) => /^(?:parent|child)-([a-z]+)\./.exec(run)?.[1]

/** Whether a host that says this is at its run's point. */
function isHere({ point, effect }: { point: string; effect: string }): boolean {
  const run = effect.split('/')[0] ?? ''
  if (!effect.endsWith('/1/first')) return false
  switch (pointOf(run)) {
    case 'unasked':
      return isParent(run) && point === 'effect.before-send'
    case 'unknown':
      return isParent(run) && point === 'effect.before-settle'
    case 'unsent':
      return !isParent(run) && point === 'effect.before-send'
    case 'unsettled':
      return !isParent(run) && point === 'effect.before-settle'
    default:
      return false
  }
}

function graphOf(name: string, call: ActionCall): Graph {
  return {
    format: graphFormat,
    name,
    title: name,
    description: '',
    nodes: [
      { kind: 'trigger', id: 'start', title: 'Start', auth: { scheme: 'none' } },
      {
        kind: 'planner',
        id: 'plan',
        title: 'Plan',
        strategy: { type: 'sequence', steps: [{ id: 'first', action: 'act' }] },
      },
      {
        kind: 'action',
        id: 'act',
        title: 'Act',
        call,
        reversibility: 'pure',
        idempotency: 'keyed',
        timeoutSeconds: 600,
      },
      { kind: 'verifier', id: 'check', title: 'Check', checks: [] },
      { kind: 'outcome', id: 'done', title: 'Done', status: 'succeeded', body: '{{ steps.first.output }}' },
      { kind: 'outcome', id: 'stopped', title: 'Stopped', status: 'bailed' },
    ],
    edges: [
      wire('start.input', 'plan.in'),
      wire('plan.plan', 'act.step'),
      wire('act.result', 'check.in'),
      wire('check.pass', 'done.in'),
      wire('check.replan', 'stopped.in'),
      wire('check.rollback', 'stopped.in'),
      wire('check.escalate', 'stopped.in'),
      wire('check.bail', 'stopped.in'),
    ],
    policies: [],
    limits: {},
    layout: { positions: {} },
  }
}

const FaultReport = z.object({ point: z.string(), effect: z.string() })

type Ended = { run: RunDetail; log: RunEvent[]; children: RunList['runs']; keys: string[] }
const ended = new Map<Point, Ended>()

describe.for(names.map((point) => [points[point], point] as const))('SIGKILL when %s', ([, point]) => {
  it('leaves one child, asked once for its effect, whose end the parent gets once', () => {
    const found = ended.get(point)
    if (!found) throw new Error('The run did not end')
    const { run, log, children, keys } = found
    expect(run).toMatchObject({ outcome: 'succeeded', body: { outcome: 'succeeded' } })
    expect(children).toMatchObject([{ outcome: 'succeeded', parent: { run: run.run, step: 'first' } }])
    expect(run.body).toMatchObject({ run: children[0]?.run })
    expect(new Set(keys)).toEqual(new Set([`${children[0]?.run}/1/first`]))
    const types = log.map(({ type }) => type)
    expect(types.filter((type) => type === 'step.succeeded')).toHaveLength(1)
    expect(types).not.toContain('step.late')
    expect(verifyChain(log)).toMatchObject({ ok: true })
  })
})

let server: LocalServer | undefined
let target: HttpTarget | undefined

beforeAll(async () => {
  const held = new Set<string>()
  const keys: string[] = []
  let isHolding = true
  let look = () => {}
  const take = ({ path, body, headers }: TargetRequest, answer: () => void) => {
    const holds =
      path === '/fault'
        ? isHere(FaultReport.parse(JSON.parse(body)))
        : pointOf(path.slice(1)) === 'unanswered'
    if (path !== '/fault') keys.push(String(headers['idempotency-key']))
    if (!isHolding || !holds) return answer()
    held.add(path === '/fault' ? (pointOf(FaultReport.parse(JSON.parse(body)).effect) ?? '') : 'unanswered')
    look()
  }
  target = await HttpTarget.listen((request, response) => take(request, () => answerJson(response, 200, {})))
  const env = { PAVANE_FAULT_URL: `${target.origin}/fault` }
  server = await LocalServer.start({ env })
  const runs = await startAll(new Api(server), target.origin)
  await new Promise<void>((done) => {
    look = () => held.size === names.length && done()
    look()
  })
  await server.kill()
  isHolding = false
  server = await LocalServer.start({ state: server.state, port: server.port, env })
  const api = new Api(server)
  for (const [point, run] of runs) {
    const log = await logToEnd(api, run)
    const { runs: children } = await api.get(`/api/loops/child-${point}/runs`, RunList)
    const own = keys.filter((key) => key.startsWith(`child-${point}.`))
    ended.set(point, { run: await api.get(`/api/runs/${run}`, RunDetail), log, children, keys: own })
  }
}, 180_000)

afterAll(async () => {
  await server?.discard()
  await target?.close()
})

async function startAll(api: Api, origin: string): Promise<Map<Point, string>> {
  const send = async (method: string, path: string, body: unknown, headers = {}) => {
    const response = await api.send(method, path, body, headers)
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response
  }
  const publish = async (graph: Graph) => {
    await send('POST', '/api/loops', { name: graph.name, graph })
    await send('POST', `/api/loops/${graph.name}/versions`, { revision: 1, note: 'First' })
  }
  await send('PUT', '/api/hosts/target', { baseUrl: origin })
  const runs = new Map<Point, string>()
  for (const point of names) {
    const [parent, child] = [`parent-${point}`, `child-${point}`]
    await publish(graphOf(child, { uses: 'http', host: 'target', method: 'POST', path: '/{{ run.id }}' }))
    await publish(graphOf(parent, { uses: 'loop', loop: child, input: {} }))
    const answer = await send('POST', `/hooks/${parent}`, {}, { prefer: 'respond-async' })
    runs.set(point, RunDetail.parse(await answer.json()).run)
  }
  return runs
}
