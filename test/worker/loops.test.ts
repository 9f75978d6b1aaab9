import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' }
import { beforeAll, describe, expect, it } from 'vitest'
import { CreatedToken } from '../../shared/api/identity.ts'
import type { Role } from '../../shared/api/rights.ts'
import { EventPage, RunDetail } from '../../shared/api/runs.ts'
import type { EventOf, EventType } from '../../shared/engine/event.ts'
import type { Json } from '../../shared/json.ts'
import { unsigned } from '../../shared/templates/publishedExample.ts'
import { templates } from '../../shared/templates/templates.ts'
import { callsOf, freshName } from './support/deploy.ts'
import { asAdmin, call, ended, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

/** The first event of a type in a run's log; it waits until there is one. */
async function eventOf<T extends EventType>(run: string, type: T): Promise<EventOf<T>> {
  for (;;) {
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    const found = events.find((event) => event.type === type)
    if (found) return found as unknown as EventOf<T>
    await scheduler.wait(5)
  }
}

async function tokenOf(role: Role): Promise<Record<string, string>> {
  const json = { name: `${role} ${crypto.randomUUID()}`, role, expiresAt: null }
  const { token } = CreatedToken.parse(
    await jsonOf(await asAdmin('/api/tokens', { method: 'POST', json }), 201),
  )
  return { authorization: `Bearer ${token}` }
}

describe('the example that is there on first start', () => {
  const named = examples.find(({ name }) => name === 'issues')?.examples ?? []
  const issues = named as unknown as { action: string; issue: object }[]
  const opened = issues.find(({ action }) => action === 'opened')

  it('answers GitHub’s own payload, and the same again with the same', async () => {
    const payload = { ...opened, issue: { ...opened?.issue, number: 4711 } }
    const headers = { 'x-github-event': 'issues', 'x-github-delivery': crypto.randomUUID() }
    const first = await hook('issue-triage', payload, headers)
    const answer = await jsonOf(first)
    expect(first.headers.get('pavane-outcome')).toBe('succeeded')
    const again = await hook('issue-triage', payload, headers)
    expect(await jsonOf(again)).toEqual(answer)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const run = first.headers.get('location')?.replace('/api/runs/', '') ?? ''
    const calls = await callsOf(run)
    expect(calls.length).toBeGreaterThan(0)
    expect(new Set(calls.map(({ key }) => key)).size).toBe(calls.length)
  })

  it.for(issues.map((payload, index) => [index, payload] as const))(
    'takes example %i of GitHub’s issues webhook',
    async ([index, payload]) => {
      const headers = {
        'x-github-event': 'issues',
        'x-github-delivery': `example-${index}-${crypto.randomUUID()}`,
      }
      const response = await hook('issue-triage', payload, { ...headers, prefer: 'wait=20' })
      expect(response.status).toBeOneOf([200, 202, 422])
    },
  )
})

describe('every template', () => {
  const cases = templates.flatMap(({ name, graph, samples }) =>
    samples.map((sample) => ({ name, graph, ...sample })),
  )

  it.for(cases)('$name runs as it is: $title', async ({ graph, input }) => {
    const name = await publish({ ...unsigned(graph), name: freshName() })
    const { run } = await runOf(await hook(name, input, { prefer: 'respond-async' }))
    const { events } = EventPage.parse(await jsonOf(await asAdmin(`/api/runs/${run}/events`)))
    expect(events[0]?.type).toBe('run.accepted')
    expect((await settled(run)).reason).not.toBe('error')
  })
})

/** Polls a run until it ends or waits for a person. */
async function settled(run: string): Promise<RunDetail> {
  for (;;) {
    const detail = RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${run}`)))
    if (detail.status === 'ended' || detail.status === 'waiting') return detail
    await scheduler.wait(5)
  }
}

describe('an approval', () => {
  const wire = (from: string, port: 'input' | 'granted' | 'denied' | 'expired', to: string) => ({
    id: `${from}.${port}-${to}`,
    from: { node: from, port },
    to: { node: to, port: 'in' as const },
  })

  /** A loop that asks a person before it plans; its name. */
  function askingLoop(deadlineSeconds: number): Promise<string> {
    const graph = aGraph()
    const approval = {
      kind: 'approval' as const,
      id: 'ask',
      title: 'Ask',
      approvers: ['approver' as const],
      deadlineSeconds,
      show: { n: '{{ input.n }}' as Json },
    }
    const edges = graph.edges.filter(({ from }) => from.node !== 'start')
    const asked = [
      wire('start', 'input', 'ask'),
      wire('ask', 'granted', 'plan'),
      wire('ask', 'denied', 'safe'),
      wire('ask', 'expired', 'safe'),
    ]
    return publish({ ...graph, nodes: [...graph.nodes, approval], edges: [...edges, ...asked] })
  }

  let approver: Record<string, string>
  let operator: Record<string, string>
  beforeAll(async () => {
    approver = await tokenOf('approver')
    operator = await tokenOf('operator')
  })

  async function asked(deadlineSeconds = 60) {
    const { run } = await runOf(await hook(await askingLoop(deadlineSeconds), { n: 7 }))
    const { approval, subject, show } = (await eventOf(run, 'approval.requested')).data
    expect(show).toEqual({ n: 7 })
    const path = `/api/runs/${run}/approvals/${encodeURIComponent(approval)}`
    const decide = (decision: 'grant' | 'deny', headers: Record<string, string>, digest = subject.digest) =>
      call(path, { method: 'POST', json: { decision, digest }, headers })
    return { run, decide }
  }

  it('waits for a person whose role it names', async () => {
    const { run, decide } = await asked()
    expect(await jsonOf(await asAdmin(`/api/runs/${run}`))).toMatchObject({ status: 'waiting' })
    await expectProblem(await decide('grant', operator), 'forbidden')
    expect((await decide('grant', approver)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await expectProblem(await decide('grant', approver), 'conflict')
  })

  it('holds only for what the approver saw', async () => {
    const { run, decide } = await asked()
    await expectProblem(await decide('grant', approver, `sha256:${'0'.repeat(64)}`), 'conflict')
    expect((await decide('deny', approver)).status).toBe(200)
    expect(await ended(run)).toMatchObject({ outcome: 'bailed' })
  })

  it('is decided once, however many decide together', async () => {
    const { run, decide } = await asked()
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide('grant', approver)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded', steps: 1 })
  })

  it('expires by itself', async () => {
    const { run } = await asked(0.3)
    expect(await ended(run)).toMatchObject({ outcome: 'bailed', message: expect.stringContaining('in time') })
  })
})
