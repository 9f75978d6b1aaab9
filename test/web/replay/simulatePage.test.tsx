import { screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { simulateRun } from '../../../shared/cases/simulateRun.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { mockResponder } from '../../../shared/sim/mockResponder.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { incident } from '../../../shared/templates/incident.ts'
import type { SimulationQuestion } from '../../../web/replay/simulate/simulationQuestion.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

/** Its actions hold leases, which are given back after the end of a run. */
const graph: Graph = {
  ...incident.graph,
  nodes: incident.graph.nodes.map((node) =>
    node.kind === 'action' && node.call.uses === 'http' ? { ...node, leases: ['incident'] } : node,
  ),
}
const { program } = compile(graph)
if (!program) throw new Error('The template compiles')
const { events } = simulate({
  program,
  input: incident.samples[0]?.input ?? {},
  seed: 1,
  startAt: 1_767_225_600_000,
  trace: 'c'.repeat(32),
  respond: mockResponder(),
})
const [first, last] = [events[0], events.find(({ type }) => type === 'run.ended')]
if (first?.type !== 'run.accepted' || last?.type !== 'run.ended') throw new Error('The run ends')
const { run, loop } = first.data
const { outcome, reason, message, iterations, steps, costUsd } = last.data

const summary = { number: 1, version: program.version, note: '', by: 'ada', at: 0 }
const versions = [{ ...summary, number: 2, version: `sha256:${'b'.repeat(64)}` }, summary]

/** The draft gives its only outcome another response. */
const changed: Graph = {
  ...graph,
  nodes: graph.nodes.map((node) => (node.kind === 'outcome' ? { ...node, body: { changed: true } } : node)),
}

function stub(draft: unknown = changed) {
  const detail = {
    run,
    loop,
    version: program?.version,
    versionNumber: 1,
    status: 'ended',
    outcome,
    reason,
    message,
    iterations,
    steps,
    costUsd,
    acceptedAt: first?.at,
    endedAt: last?.at,
    events: events.length,
    trace: 'c'.repeat(32),
    parent: null,
    body: null,
    input: null,
    children: [],
    waits: [],
  }
  const ofLoop = {
    name: loop,
    title: loop,
    description: '',
    example: true,
    published: summary,
    draftSavedAt: 0,
    draftDiffers: true,
    draft: { graph: draft, revision: 2, savedAt: 0, savedBy: 'ada' },
    versions,
    rollout: { stable: program?.version, canary: null },
    shards: 1,
  }
  return stubApi({
    [`GET /api/runs/${run}`]: () => detail,
    [`GET /api/runs/${run}/events`]: () => ({ events, next: null }),
    [`GET /api/loops/${loop}/versions/${encodeURIComponent(program?.version ?? '')}`]: () => ({
      ...summary,
      graph,
      program,
    }),
    [`GET /api/loops/${loop}`]: () => ofLoop,
    [`POST /api/loops/${loop}/compile`]: () => compile(draft),
  })
}

/** Simulates as the worker does, in the page: jsdom has no workers. */
class HereWorker extends EventTarget {
  postMessage(question: SimulationQuestion) {
    queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data: simulateRun(...question) })))
  }
  terminate() {}
}

beforeEach(() => {
  vi.stubGlobal('Worker', HereWorker)
  // jsdom lays nothing out: the list needs a height to show rows in.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(3_000)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60)
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('the simulation of a run', () => {
  it('comes to the same decisions under its own version, and starts no run and calls nothing', async () => {
    const calls = stub()
    renderApp(`/runs/${run}/simulate`)
    expect(await screen.findByText('The same decisions')).toBeTruthy()
    expect(screen.getByText(/decides the same again/)).toBeTruthy()
    expect(screen.getByText('Nothing is called')).toBeTruthy()
    expect(events.at(-1)?.type).toBe('lease.released')
    const cells = (name: RegExp) => screen.getByRole('row', { name }).textContent
    expect(cells(/^the simulation/i)).toContain('Succeeded')
    expect(cells(/^from the record/i)?.match(/the same/g)).toHaveLength(4)
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('shows under the draft what that does otherwise, with a link into the recorded run alone', async () => {
    stub()
    renderApp(`/runs/${run}/simulate?under=draft`)
    expect(await screen.findAllByText('1 difference')).toHaveLength(2)
    expect(screen.getByRole('row', { name: /response.changed/ }).textContent).toContain('+true')
    expect(screen.getByRole('link', { name: /the record at/ })).toBeTruthy()
    expect(screen.queryByRole('link', { name: /the simulation at/ })).toBeNull()
  })

  it('says so where it could not be made', async () => {
    stub()
    vi.stubGlobal(
      'Worker',
      class extends HereWorker {
        override postMessage() {
          this.dispatchEvent(new ErrorEvent('error', { message: 'It broke.' }))
        }
      },
    )
    renderApp(`/runs/${run}/simulate`)
    expect(await screen.findByText(/It broke/)).toBeTruthy()
  })

  it('says that a draft with errors can’t be executed', async () => {
    stub({ ...graph, nodes: [] })
    renderApp(`/runs/${run}/simulate?under=draft`)
    expect(await screen.findByRole('link', { name: 'Correct them in the editor' })).toBeTruthy()
  })
})
