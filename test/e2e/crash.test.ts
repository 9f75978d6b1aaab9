import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { EventPage, RunDetail, RunList, type RunSummary } from '../../shared/api/runs.ts'
import type { SandboxCall } from '../../shared/api/sandbox.ts'
import { Api } from '../support/api.ts'
import { issueOpened, withIssue } from '../support/githubIssue.ts'
import { LocalServer } from '../support/localServer.ts'

const count = 50
const firstNumber = 1000

let server: LocalServer
afterAll(() => server.discard())

/** Four kinds of issue, each of which asks for other effects; the number tells the runs apart. */
function issueOf(place: number) {
  const number = firstNumber + place
  const kinds = [
    { title: 'Crash on start', body: 'It is broken.', author_association: 'NONE' },
    { title: `Vulnerability ${number}`, body: 'Anyone can read the file.', author_association: 'NONE' },
    { title: 'Typo in the README', body: 'committ', author_association: 'NONE' },
    { title: 'Crash on exit', body: 'Steps to see it: close it.', author_association: 'OWNER' },
  ] as const
  return { id: number, number, labels: [], updated_at: `${number}`, ...kinds[place % kinds.length] }
}

/** What the target must have been asked to change for an issue, as method, path and body. */
function wantedEffects(place: number): string[] {
  const issue = `/repos/Codertocat/Hello-World/issues/${firstNumber + place}`
  const label = (name: string) => effectKey('POST', `${issue}/labels`, { labels: [name] })
  switch (place % 4) {
    case 0:
      return [label('bug'), label('needs-reproduction'), `POST ${issue}/comments`]
    case 1:
      return [
        `POST /repos/Codertocat/Hello-World/security-advisories/reports Vulnerability ${firstNumber + place}`,
      ]
    case 2:
      return [label('documentation')]
    default:
      return [label('bug'), effectKey('POST', `${issue}/assignees`, { assignees: ['Codertocat'] })]
  }
}

async function deliver(place: number): Promise<string> {
  const response = await fetch(`${server.origin}/hooks/issue-triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify(withIssue(issueOpened(), issueOf(place))),
  })
  if (response.status !== 202)
    throw new Error(`Delivery ${place}: ${response.status} ${await response.text()}`)
  return RunDetail.parse(await response.json()).run
}

async function listRuns(): Promise<RunSummary[]> {
  return (await new Api(server).get('/api/runs?limit=200', RunList)).runs
}

/** Looks again and again until the runs are as wanted; gives them. */
async function untilRuns(are: (runs: RunSummary[]) => boolean, within: number): Promise<RunSummary[]> {
  const deadline = Date.now() + within
  for (;;) {
    const runs = await listRuns()
    if (are(runs)) return runs
    if (Date.now() > deadline)
      throw new Error(`After ${within} ms the runs still are: ${JSON.stringify(runs)}`)
    await pause(50)
  }
}

const isEnded = (run: RunSummary) => run.status === 'ended'

/** An effect by what was asked, not by who asked: texts that the loop composes are told apart by their place alone. */
function effectKey(method: string, path: string, body: unknown): string {
  if (path.endsWith('/comments')) return `${method} ${path}`
  const text = z.object({ summary: z.string() }).safeParse(body).data?.summary ?? JSON.stringify(body)
  return `${method} ${path} ${text}`
}

describe('a server killed while runs are under way', () => {
  it('ends every accepted run after it starts again, and each effect happens once', {
    timeout: 180_000,
  }, async () => {
    server = await LocalServer.start()
    await new Api(server).setSandboxRules([
      // Carried out at once, answered late: killed in between, the server can't know whether it happened.
      { id: 'late', path: '*/comments', times: null, behave: { type: 'delay', ms: 6000 } },
      { id: 'later', path: '*1*/labels', times: null, behave: { type: 'delay', ms: 4000 } },
      { id: 'silent', path: '*/assignees', times: 3, behave: { type: 'stall' } },
    ])
    const accepted = await Promise.all(Array.from({ length: count }, (_, place) => deliver(place)))
    expect(new Set(accepted).size).toBe(count)

    const before = await untilRuns((runs) => {
      const open = runs.filter((run) => !isEnded(run))
      return runs.some(isEnded) && new Set(open.map((run) => run.events)).size > 2
    }, 30_000)
    await server.kill()
    expect(before.filter((run) => !isEnded(run)).length).toBeGreaterThan(5)

    server = await LocalServer.start({ state: server.state, port: server.port })
    await new Api(server).setSandboxRules([])
    const after = await untilRuns((runs) => runs.every(isEnded), 120_000)
    expect(after.map((run) => run.run).sort()).toEqual([...accepted].sort())
    for (const run of before.filter(isEnded)) expect(after).toContainEqual(run)

    const calls = await new Api(server).sandboxCalls()
    const effects = calls
      .filter((call) => call.effect)
      .map((call) => effectKey(call.method, call.path, call.body))
    const wanted = Array.from({ length: count }, (_, place) => wantedEffects(place)).flat()
    expect(effects.sort()).toEqual(wanted.sort())
    // Some had happened before the kill without the server knowing: it asked again, under the same key.
    expect(calls.filter((call) => call.did === 'replayed').length).toBeGreaterThan(0)
    await expectStepsAtTarget(after, calls)
  })
})

/** Every step that a log calls succeeded is an effect or a read that the target knows by the step's own key. */
async function expectStepsAtTarget(runs: RunSummary[], calls: SandboxCall[]): Promise<void> {
  const keys = new Set(calls.map((call) => call.key))
  const missing: string[] = []
  for (const { run } of runs) {
    const { events } = await new Api(server).get(`/api/runs/${run}/events?limit=20000`, EventPage)
    const succeeded = new Set(
      events.flatMap((event) => (event.type === 'step.succeeded' ? [event.data.step] : [])),
    )
    const started = events.flatMap((event) => (event.type === 'step.started' ? [event.data] : []))
    for (const step of started.filter((step) => succeeded.has(step.step))) {
      if (!keys.has(step.effect)) missing.push(`${run} ${step.step}`)
    }
  }
  expect(missing).toEqual([])
}
