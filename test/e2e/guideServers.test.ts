import { afterAll, beforeAll, expect, it } from 'vitest'
import { EventPage, RunDetail } from '../../shared/api/runs.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { pageOf } from '../shared/docs/page.ts'
import { Programs } from '../shared/docs/programs.ts'
import { Api } from '../support/api.ts'
import { LocalServer } from '../support/localServer.ts'

/** The program of a guide, as the file `server.mjs`. */
const programOf = (guide: string) =>
  new Programs(pageOf(`guides/${guide}.md`).replace('```js\n', '```js server.mjs\n'))
const servers = {
  planner: programOf('external-planner'),
  orders: programOf('action-server'),
  checker: programOf('external-verifier'),
}

const wires = [
  ['in', 'input', 'plan', 'in'],
  ['plan', 'plan', 'dear', 'step'],
  ['plan', 'plan', 'cheap', 'step'],
  ['dear', 'result', 'check', 'in'],
  ['cheap', 'result', 'check', 'in'],
  ['check', 'pass', 'done', 'in'],
  ['check', 'bail', 'wrong', 'in'],
  ['check', 'escalate', 'wrong', 'in'],
] as const

const text = { type: 'object', required: ['text'], properties: { text: { type: 'string' } } }

/** A loop whose plans, actions and checks are all made by servers of the guides. */
const graph = Graph.parse({
  format: 'pavane.graph/1',
  name: 'guided',
  title: 'Guided',
  description: '',
  policies: [],
  limits: {},
  layout: { positions: {} },
  nodes: [
    { kind: 'trigger', id: 'in', title: 'In', auth: { scheme: 'none' }, input: text },
    {
      kind: 'planner',
      id: 'plan',
      title: 'Plan',
      strategy: { type: 'http', host: 'planner', path: '/plan' },
      rails: { inputs: [], rules: [{ id: 'allowed', cells: [], only: ['cheap', 'dear'] }] },
    },
    ...[['dear', 2] as const, ['cheap', 1] as const].map(([id, costUsd]) => ({
      kind: 'action',
      id,
      title: id,
      call: {
        uses: 'http',
        host: 'orders',
        method: 'POST',
        path: '/orders',
        body: { sku: '{{ args.text }}', count: 100 },
      },
      args: text,
      costUsd,
      idempotency: 'keyed',
      reversibility: 'idempotent',
    })),
    {
      kind: 'verifier',
      id: 'check',
      title: 'Check',
      checks: [
        {
          type: 'http',
          id: 'quote',
          title: 'As quoted',
          call: { host: 'checker', method: 'POST', path: '/judge' },
          about: { quoted: '{{ 101 }}', charged: '{{ steps.only.output.body.count }}' },
          onFail: 'bail',
        },
      ],
    },
    {
      kind: 'outcome',
      id: 'done',
      title: 'Done',
      status: 'succeeded',
      body: { order: '{{ steps.only.output.body.id }}', sku: '{{ steps.only.output.body.sku }}' },
    },
    { kind: 'outcome', id: 'wrong', title: 'Wrong', status: 'bailed', body: {} },
  ],
  edges: wires.map(([node, port, to, into], place) => ({
    id: `e${place}`,
    from: { node, port },
    to: { node: to, port: into },
  })),
})

let server: LocalServer
let api: Api

beforeAll(async () => {
  server = await LocalServer.start()
  api = new Api(server)
  for (const [name, program] of Object.entries(servers)) {
    const { address } = await program.serve('server.mjs', { PORT: '0' })
    const baseUrl = /http:\S+/.exec(address)?.[0]
    await api.send('PUT', `/api/hosts/${name}`, { baseUrl })
  }
  await api.send('POST', '/api/loops', { name: graph.name, graph })
})
afterAll(async () => {
  await server.discard()
  for (const program of Object.values(servers)) await program.discard()
})

it('the servers of the guides plan, act and judge in one loop, each as its guide says', async () => {
  const published = await api.send('POST', `/api/loops/${graph.name}/versions`, { revision: 1, note: '' })
  expect(published.status).toBe(201)
  const response = await api.send('POST', `/hooks/${graph.name}`, { text: 'tea' }, { prefer: 'wait=20' })
  expect(await response.json()).toEqual({ order: 'order_1', sku: 'tea' })
  const run = response.headers.get('location')?.split('/').at(-1) ?? ''
  expect(await api.get(`/api/runs/${run}`, RunDetail)).toMatchObject({ outcome: 'succeeded', costUsd: 1 })
  const { events } = await api.get(`/api/runs/${run}/events`, EventPage)
  expect(events.map(({ type }) => type)).toEqual(
    expect.arrayContaining([
      'plan.requested',
      'plan.answered',
      'check.asked',
      'check.answered',
      'check.completed',
    ]),
  )
})
