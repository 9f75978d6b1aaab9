import { z } from 'zod'
import { LoopDetail } from '../../../shared/api/loops.ts'
import { RunDetail } from '../../../shared/api/runs.ts'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Node } from '../../../shared/graph/nodes/node.ts'
import { incident } from '../../../shared/templates/incident.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { onboarding } from '../../../shared/templates/onboarding.ts'
import { unsigned } from '../../../shared/templates/publishedExample.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { Api } from '../api.ts'
import { followRun } from '../followRun.ts'
import { issueOpened, issuePayloads, withIssue } from '../githubIssue.ts'
import { largeGraph } from '../largeGraph.ts'
import { LocalServer } from '../localServer.ts'
import { publishWatchedLeads } from '../watchedLeads.ts'
import { allKinds } from './allKinds.ts'
import { addGovernance } from './governed.ts'
import { unfinished } from './unfinished.ts'

/** A server with something of everything in it. */
export type World = {
  server: LocalServer
  api: Api
  runs: {
    succeeded: string
    iterated: string
    rolledBack: string
    failed: string
    waiting: string
    asking: string
  }
}

let copies = 0

/** A loop of one's own to change, so that one screen never finds what another left; gives its name. */
export async function copyOfTriage({ api }: Pick<World, 'api'>): Promise<string> {
  copies += 1
  const name = `triage-copy-${copies}`
  await put(api, { ...triage, name, title: 'Triage, shared' })
  return name
}

/** Starts a server and fills it. */
export async function makeWorld(): Promise<World> {
  const server = await LocalServer.start({ env: { PAVANE_KEY: 'a-key-for-pictures-and-tests-alone' } })
  try {
    return await fill(server)
  } catch (error) {
    await server.discard()
    throw error
  }
}

async function fill(server: LocalServer): Promise<World> {
  const api = new Api(server)
  await addLoops(api)
  await addPeople(api)
  await addGovernance(server, api)
  await publishWatchedLeads(server)
  const runs = {
    succeeded: await makeTriages(api),
    iterated: await runToEnd(api, incident.name, { ...incidentOf('search', 'low') }),
    rolledBack: await makeRolledBack(api),
    failed: await makeFailed(api),
    waiting: await makeWaiting(api),
    asking: await makeAsking(api),
  }
  return { server, api, runs }
}

async function put(api: Api, graph: Graph): Promise<void> {
  const answer = await api.send('POST', '/api/loops', { name: graph.name, graph })
  if (!answer.ok) throw new Error(`The loop ${graph.name} was refused: ${await answer.text()}`)
  await answer.body?.cancel()
}

async function publish(api: Api, graph: Graph, note: string): Promise<void> {
  await put(api, graph)
  const answer = await api.send('POST', `/api/loops/${graph.name}/versions`, { revision: 1, note })
  if (!answer.ok) throw new Error(`The loop ${graph.name} was not published: ${await answer.text()}`)
  await answer.body?.cancel()
}

async function addLoops(api: Api): Promise<void> {
  await publish(api, unsigned(refund.graph), 'Ask from 100.00 on')
  await publish(api, unsigned(incident.graph), 'First')
  await publish(api, onboarding.graph, 'With equipment')
  await put(api, emptyGraph('first-steps', 'First steps'))
  await put(api, allKinds)
  await put(api, unfinished)
  await put(api, largeGraph(300))
  await addChanged(api)
}

const triage = unsigned(issueTriage.graph)

/** What is another in the draft than in the version. */
function changedNode(node: Node): Node {
  if (node.kind === 'verifier') return { ...node, title: 'Is it done?' }
  if (node.kind !== 'action' || node.id !== 'comment') return node
  const { undoArgs: _, ...rest } = node
  return { ...rest, reversibility: 'irreversible' }
}

/** A published loop whose draft says something else by now. */
async function addChanged(api: Api): Promise<void> {
  const graph = { ...triage, name: 'triage-next', title: 'Triage, the next one' }
  await publish(api, graph, 'As in May')
  const gone = 'uncomment'
  const changed: Graph = {
    ...graph,
    nodes: [
      ...graph.nodes.filter(({ id }) => id !== gone).map(changedNode),
      { kind: 'outcome', id: 'asked', title: 'Somebody asks back', status: 'bailed' },
    ],
    edges: [
      ...graph.edges.filter(
        ({ from, to }) => to.node !== gone && from.node !== gone && from.port !== 'escalate',
      ),
      wire('review.escalate', 'asked.in'),
    ],
    layout: { positions: { ...graph.layout.positions, asked: { x: 1464, y: 760 } } },
  }
  const { draft } = await api.get(`/api/loops/${graph.name}`, LoopDetail)
  const answer = await api.send(
    'PUT',
    `/api/loops/${graph.name}/draft`,
    { graph: changed },
    { 'if-match': `"${draft.revision}"` },
  )
  if (!answer.ok) throw new Error(`The draft was refused: ${await answer.text()}`)
  await answer.body?.cancel()
}

async function addPeople(api: Api): Promise<void> {
  const sent = [
    ['PUT', '/api/members/ada@example.com', { role: 'builder' }],
    ['PUT', '/api/members/grace@example.com', { role: 'approver' }],
    ['PUT', '/api/members/group:operators', { role: 'operator' }],
    ['PUT', '/api/secrets/github_webhook', { value: 'long-enough-for-a-signature', hosts: [] }],
    ['PUT', '/api/secrets/tracker_token', { value: 'long-enough-for-a-token', hosts: ['tracker'] }],
    ['PUT', '/api/hosts/crm', { baseUrl: 'https://crm.example.com/api' }],
    ['POST', '/api/tokens', { name: 'Deploys', role: 'operator', expiresAt: null }],
  ] as const
  for (const [method, path, body] of sent) {
    const answer = await api.send(method, path, body)
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${await answer.text()}`)
    await answer.body?.cancel()
  }
}

async function call(api: Api, loop: string, input: unknown, wait: boolean): Promise<string> {
  const prefer = wait ? 'wait=20' : 'respond-async'
  const answer = await api.send('POST', `/hooks/${loop}`, input, { prefer })
  const run = answer.headers.get('location')?.split('/').at(-1)
  if (!run) throw new Error(`A call of ${loop} was answered with ${answer.status}: ${await answer.text()}`)
  await answer.body?.cancel()
  return run
}
const runToEnd = (api: Api, loop: string, input: unknown) => call(api, loop, input, true)

/** Lets the example run on real deliveries of GitHub's; gives the run of the last. */
async function makeTriages(api: Api): Promise<string> {
  let run = ''
  for (const [place, payload] of [...issuePayloads().slice(0, 7), issueOpened()].entries())
    run = await runToEnd(api, 'issue-triage', withIssue(payload, { id: place + 1, number: place + 1 }))
  return run
}

const incidentOf = (service: string, severity: 'high' | 'low') => ({
  service,
  alert: 'Latency over 800 ms',
  severity,
})

/** Nothing helps the service, so every try is taken back. */
async function makeRolledBack(api: Api): Promise<string> {
  await api.setSandboxRules([
    {
      id: 'unwell',
      app: 'ops',
      method: 'GET',
      path: '*',
      times: null,
      behave: { type: 'respond', status: 200, body: { service: 'checkout', healthy: false } },
    },
  ])
  const run = await runToEnd(api, incident.name, incidentOf('checkout', 'high'))
  await api.setSandboxRules([])
  return run
}

/** The tracker refuses a label. */
async function makeFailed(api: Api): Promise<string> {
  await api.setSandboxRules([
    { id: 'refused', method: 'POST', path: '*/labels', times: null, behave: { type: 'fail', status: 422 } },
  ])
  const run = await runToEnd(api, 'issue-triage', withIssue(issueOpened(), { id: 90, number: 90 }))
  await api.setSandboxRules([])
  return run
}

/** A person has not answered yet. */
async function makeWaiting(api: Api): Promise<string> {
  const input = onboarding.samples[0]?.input ?? {}
  const started = await api.send('POST', `/api/loops/${onboarding.name}/runs`, { input })
  const { run } = RunDetail.parse(await started.json())
  for await (const event of followRun(api, run))
    if (event.type === 'step.started' && event.data.step === 'answer') return run
  throw new Error(`The run ${run} did not wait for the answer.`)
}

/** A refund that is too large for nobody to look at it. */
async function makeAsking(api: Api): Promise<string> {
  const Asked = z.looseObject({ order: z.string() })
  const input = { ...Asked.parse(refund.samples[1]?.input), order: 'A2001' }
  const run = await call(api, refund.name, input, false)
  for await (const event of followRun(api, run)) if (event.type === 'approval.requested') return run
  throw new Error(`The run ${run} asked nobody.`)
}
