import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { EventPage, RunDetail, RunList, type RunSummary } from '../../shared/api/runs.ts'
import type { SandboxCall } from '../../shared/api/sandbox.ts'
import { Api } from '../support/api.ts'
import { issueOpened, withIssue } from '../support/githubIssue.ts'
import { LocalServer } from '../support/localServer.ts'

const count = 50

let server: LocalServer
afterAll(() => server.discard())

/** Runs are told apart by their issue: a security report, a bare bug and a question take different steps. */
function deliveryOf(place: number) {
  const kinds = [
    { title: 'Crash on start', body: 'It breaks.' },
    { title: 'Security: token leaks into the log', body: 'A vulnerability: the token is printed.' },
    {
      title: 'Spelling error',
      body: 'Steps to reproduce: 1. open the README. Expected: commit. Actual: committ.',
    },
  ]
  return withIssue(issueOpened(), {
    id: 9_000_000 + place,
    number: 1000 + place,
    ...kinds[place % kinds.length],
  })
}

async function deliver(place: number): Promise<string> {
  const response = await fetch(`${server.origin}/hooks/issue-triage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body: JSON.stringify(deliveryOf(place)),
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

/** How often each effect was carried out at the target: by what was asked, not by who asked. */
function effectsOf(calls: SandboxCall[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const call of calls.filter((call) => call.effect)) {
    const what = JSON.stringify([call.method, call.path, call.body])
    times.set(what, (times.get(what) ?? 0) + 1)
  }
  return times
}

describe('a server killed while runs are under way', () => {
  it('ends every accepted run after it starts again, and each effect happens once', {
    timeout: 180_000,
  }, async () => {
    server = await LocalServer.start()
    await new Api(server).setSandboxRules([
      { id: 'late', path: '/sandbox/*1/labels', times: null, behave: { type: 'delay', ms: 3000 } },
      { id: 'later', path: '/sandbox/*2/*', times: null, behave: { type: 'delay', ms: 20_000 } },
      { id: 'silent', path: '/sandbox/*3/*', times: 20, behave: { type: 'stall' } },
      { id: 'broken', path: '/sandbox/*4/*', times: 10, behave: { type: 'fail', status: 503 } },
    ])
    const accepted = await Promise.all(Array.from({ length: count }, (_, place) => deliver(place)))
    expect(new Set(accepted).size).toBe(count)

    const before = await untilRuns(
      (runs) =>
        runs.some(isEnded) && new Set(runs.filter((run) => !isEnded(run)).map((run) => run.events)).size > 1,
      30_000,
    )
    const unfinished = before.filter((run) => !isEnded(run))
    expect(unfinished.length).toBeGreaterThan(5)
    await server.kill()

    server = await LocalServer.start({ state: server.state, port: server.port })
    await new Api(server).setSandboxRules([])
    const after = await untilRuns((runs) => runs.every(isEnded), 120_000)
    expect(after.map((run) => run.run).sort()).toEqual([...accepted].sort())
    for (const run of before.filter(isEnded)) expect(after).toContainEqual(run)

    const calls = await new Api(server).sandboxCalls()
    const effects = effectsOf(calls)
    expect(effects.size).toBeGreaterThanOrEqual(count)
    expect([...effects].filter(([, times]) => times !== 1)).toEqual([])
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
