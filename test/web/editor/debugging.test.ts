import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { toggleBreakpoint } from '../../../web/editor/commands/breakpoints.ts'
import type { Command } from '../../../web/editor/commands/command.ts'
import { togglePin } from '../../../web/editor/commands/pins.ts'
import {
  continueRun,
  nextIteration,
  runFromHere,
  runLoop,
  runOnly,
  runToHere,
  stepRun,
  stopRun,
} from '../../../web/editor/commands/trying.ts'
import { fillFromRun } from '../../../web/editor/run/fillFromRun.ts'
import { watched } from '../../../web/editor/run/watched.ts'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { saveTrial } from '../../../web/editor/tests/editTests.ts'
import { editorFor } from './editorFor.ts'

/** An editor over a template with its first sample as the input. */
function storeOf(name: string): EditorStore {
  const template = templates.find((each) => each.name === name)
  if (!template) throw new Error(`No template is called ${name}`)
  const store = editorFor(template.graph)
  compileIn(store, template.graph)
  store.getState().setTryInput(JSON.stringify(template.samples[0]?.input))
  return store
}

function compileIn(store: EditorStore, graph: Graph): void {
  const { program, diagnostics } = compile(graph)
  store.getState().setCompiled({ graph, program, diagnostics })
}

async function perform(store: EditorStore, command: Command, node?: string): Promise<void> {
  if (node !== undefined) store.getState().select({ nodes: [node] })
  expect(command.enabled(store.getState())).toBe(true)
  await command.perform(store.getState())
}

const trialOf = (store: EditorStore) => {
  const { trial } = store.getState()
  if (!trial) throw new Error('Nothing was tried')
  return trial
}
const logOf = (store: EditorStore) => trialOf(store).playback.getState().events
const typesOf = (store: EditorStore) => logOf(store).map(({ type }) => type)
const iterationsOf = (store: EditorStore) =>
  typesOf(store).filter((type) => type === 'iteration.started').length
const stopsOf = (store: EditorStore) => trialOf(store).stopped?.node ?? trialOf(store).stopped?.edge ?? null
/** The incident loop, where a person is asked before each further iteration. */
function askingStore(): EditorStore {
  const store = storeOf('incident')
  store.getState().edit('Asks', (graph) => ({
    ...graph,
    nodes: [
      ...graph.nodes,
      { kind: 'approval', id: 'ask', title: 'Ask', approvers: ['approver'], deadlineSeconds: 60 },
    ],
    edges: [
      ...graph.edges.filter(({ from }) => from.port !== 'replan'),
      wire('healthy.replan', 'ask.in'),
      wire('ask.granted', 'remedy.in'),
      wire('ask.denied', 'on_call.in'),
      wire('ask.expired', 'on_call.in'),
    ],
  }))
  compileIn(store, store.getState().graph)
  return store
}

/** The failing checks make the verifier ask for another plan, once. */
const healthOnce = {
  delayMs: 1,
  mock: {
    answers: 'series' as const,
    text: JSON.stringify([
      { delayMs: 1, mock: { answers: 'value', value: { status: 200, body: { healthy: false } } } },
      { delayMs: 1, mock: { answers: 'value', value: { status: 200, body: { healthy: true } } } },
    ]),
  },
}

describe('running a part of a loop', () => {
  it('runs to a node and no further, then on to the end', async () => {
    const store = storeOf('refund')
    await perform(store, runToHere, 'get_charge')
    expect(typesOf(store).at(-1)).toBe('step.succeeded')
    expect(trialOf(store).stopped).toEqual({ why: 'after', node: 'get_charge', edge: null })
    expect(typesOf(store).filter((type) => type === 'step.started')).toHaveLength(1)
    await perform(store, continueRun)
    expect(typesOf(store)).toContain('run.ended')
    expect(continueRun.enabled(store.getState())).toBe(false)
  })

  it('comes to the same as the whole run, to the byte, however it was stopped', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000 })
    onTestFinished(() => void vi.useRealTimers())
    const store = storeOf('onboarding')
    await perform(store, runLoop)
    const whole = logOf(store)
    await perform(store, toggleBreakpoint, 'joins')
    await perform(store, runLoop)
    while (stepRun.enabled(store.getState())) await perform(store, stepRun)
    expect(logOf(store)).toEqual(whole)
  })

  it('goes on from a node with what came before it, though nothing of that happens again', async () => {
    const store = storeOf('refund')
    await perform(store, runLoop)
    const before = logOf(store)
    const begun = before.findIndex(
      (event) => event.type === 'step.started' && event.data.action === 'create_refund',
    )
    store
      .getState()
      .setMock('create_refund', { mock: { answers: 'failure', status: 400, times: null }, delayMs: 1 })
    await perform(store, runFromHere, 'create_refund')
    expect(logOf(store).slice(0, begun)).toEqual(before.slice(0, begun))
    expect(typesOf(store).slice(begun)).toContain('step.failed')
    expect(logOf(store).find((event) => event.type === 'run.ended')?.data).toMatchObject({
      outcome: 'rolled-back',
    })
    expect(verifyChain(logOf(store))).toMatchObject({ ok: true })
  })

  it('goes on where the run came to the node last before the moment that is looked at', async () => {
    const store = storeOf('incident')
    store.getState().setMock('check_health', healthOnce)
    await perform(store, runLoop)
    const before = logOf(store)
    const second = before.findLastIndex(
      (event) => event.type === 'step.started' && event.data.action === 'restart',
    )
    await perform(store, runFromHere, 'restart')
    const from = trialOf(store).question.from?.events.length ?? 0
    expect(from).toBeGreaterThan(before.length / 2)
    expect(from).toBeLessThanOrEqual(second)
    // The series of answers goes on as well: the second of them says that it is healthy.
    expect(iterationsOf(store)).toBe(2)
    expect(logOf(store).map(({ type }) => type)).toEqual(before.map(({ type }) => type))
    trialOf(store).playback.getState().seek(9)
    await perform(store, runFromHere, 'restart')
    expect(trialOf(store).question.from?.events.length).toBeLessThan(9)
  })

  it('uses the loop as it is now from there on', async () => {
    const store = storeOf('refund')
    await perform(store, runLoop)
    store.getState().edit('Changed the answer', (graph) => ({
      ...graph,
      nodes: graph.nodes.map((node) =>
        node.id === 'paid' ? { ...node, body: 'now' } : node,
      ) as Graph['nodes'],
    }))
    compileIn(store, store.getState().graph)
    await perform(store, runFromHere, 'compare')
    expect(logOf(store).find((event) => event.type === 'run.ended')?.data).toMatchObject({ body: 'now' })
  })

  it.each(['plan_refund', 'create_refund', 'compare'])(
    'runs %s only: nothing of any other node follows',
    async (node) => {
      const store = storeOf('refund')
      await perform(store, runLoop)
      const whole = typesOf(store)
      await perform(store, runOnly, node)
      expect(trialOf(store).stopped).toEqual({ why: 'after', node, edge: null })
      const own = typesOf(store).slice(trialOf(store).question.from?.events.length)
      expect(own.length).toBeGreaterThan(0)
      expect(typesOf(store)).toEqual(whole.slice(0, typesOf(store).length))
      expect(whole.length).toBeGreaterThan(typesOf(store).length)
    },
  )

  it('runs a node only without a run before: what comes before it is run for it', async () => {
    const store = storeOf('refund')
    await perform(store, runOnly, 'create_refund')
    expect(trialOf(store).stopped).toMatchObject({ why: 'after', node: 'create_refund' })
    expect(typesOf(store).filter((type) => type === 'step.succeeded')).toHaveLength(2)
  })

  it('says so where the run does not come to a node', async () => {
    const store = storeOf('refund')
    await perform(store, runToHere, 'cancel_refund')
    expect(store.getState().tryStatus).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('does not come to'),
    })
    await perform(store, runToHere, 'paid')
    expect(store.getState().tryStatus).toEqual({ type: 'idle' })
  })
})

describe('stopping a trial', () => {
  it('stops at a breakpoint on a node each time the run comes there, until it is removed', async () => {
    const store = storeOf('incident')
    store.getState().setMock('check_health', healthOnce)
    await perform(store, toggleBreakpoint, 'check_health')
    await perform(store, runLoop)
    expect([stopsOf(store), iterationsOf(store)]).toEqual(['check_health', 1])
    expect(typesOf(store).at(-1)).toBe('step.started')
    await perform(store, continueRun)
    expect([stopsOf(store), iterationsOf(store)]).toEqual(['check_health', 2])
    await perform(store, toggleBreakpoint, 'check_health')
    await perform(store, continueRun)
    expect(typesOf(store)).toContain('run.ended')
  })

  it('goes to the next iteration', async () => {
    const store = storeOf('incident')
    store.getState().setMock('check_health', healthOnce)
    await perform(store, toggleBreakpoint, 'restart')
    await perform(store, runLoop)
    await perform(store, toggleBreakpoint, 'restart')
    await perform(store, nextIteration)
    expect(trialOf(store).stopped).toEqual({ why: 'iteration', node: 'remedy', edge: null })
    expect(iterationsOf(store)).toBe(2)
    expect(typesOf(store).at(-1)).toBe('iteration.started')
    await perform(store, nextIteration)
    expect(typesOf(store)).toContain('run.ended')
  })

  it('stops on the way back each time the run takes it', async () => {
    const store = storeOf('incident')
    const sick = { answers: 'value' as const, text: '{"status":200,"body":{"healthy":false}}' }
    store.getState().setMock('check_health', { mock: sick, delayMs: 1 })
    const back = store.getState().graph.edges.find(({ from }) => from.port === 'replan')?.id ?? ''
    store.getState().select({ edges: [back] })
    await perform(store, toggleBreakpoint)
    await perform(store, runLoop)
    expect([stopsOf(store), iterationsOf(store)]).toEqual([back, 1])
    await perform(store, continueRun)
    expect([stopsOf(store), iterationsOf(store)]).toEqual([back, 2])
  })

  it('stops at a breakpoint on an edge as the run takes it', async () => {
    const store = storeOf('refund')
    const edge = store.getState().graph.edges.find(({ from }) => from.port === 'pass')
    store.getState().select({ edges: [edge?.id ?? ''] })
    await perform(store, toggleBreakpoint)
    await perform(store, runLoop)
    expect(trialOf(store).stopped).toEqual({ why: 'breakpoint', node: null, edge: edge?.id })
    expect(typesOf(store).at(-1)).toBe('verdict.reached')
  })

  it('steps from node to node', async () => {
    const store = storeOf('refund')
    await perform(store, toggleBreakpoint, 'request')
    await perform(store, runLoop)
    const seen = [stopsOf(store)]
    while (stepRun.enabled(store.getState())) {
      await perform(store, stepRun)
      seen.push(stopsOf(store))
    }
    expect(seen).toEqual(['request', 'plan_refund', 'get_charge', 'create_refund', 'compare', null])
  })

  it('holds what is mocked while it stands still, from there on', async () => {
    const store = storeOf('refund')
    await perform(store, toggleBreakpoint, 'create_refund')
    await perform(store, runLoop)
    store
      .getState()
      .setMock('create_refund', { mock: { answers: 'failure', status: 400, times: null }, delayMs: 1 })
    await perform(store, continueRun)
    expect(typesOf(store)).toContain('step.failed')
  })

  it('comes to an approval once for each time that it asks, in whatever iteration', async () => {
    const store = askingStore()
    const sick = { answers: 'value' as const, text: '{"status":200,"body":{"healthy":false}}' }
    store.getState().setMock('check_health', { mock: sick, delayMs: 1 })
    await perform(store, toggleBreakpoint, 'restart')
    const seen: unknown[] = []
    await perform(store, runLoop)
    await perform(store, toggleBreakpoint, 'restart')
    while (stepRun.enabled(store.getState())) {
      await perform(store, stepRun)
      seen.push(stopsOf(store))
    }
    expect(iterationsOf(store)).toBe(3)
    expect(seen.filter((node) => node === 'ask')).toHaveLength(
      typesOf(store).filter((type) => type === 'approval.requested').length,
    )
  })

  it('ends when it is stopped, and leaves what happened', async () => {
    const store = storeOf('refund')
    await perform(store, toggleBreakpoint, 'create_refund')
    await perform(store, runLoop)
    const count = logOf(store).length
    await perform(store, stopRun)
    expect(stepRun.enabled(store.getState())).toBe(false)
    expect(nextIteration.enabled(store.getState())).toBe(false)
    expect(logOf(store)).toHaveLength(count)
  })
})

describe('pins', () => {
  it('bring what the last run brought, of what is computed as well', async () => {
    const store = storeOf('lead-scoring')
    await perform(store, runLoop)
    const brought = logOf(store).find((event) => event.type === 'step.succeeded')
    await perform(store, togglePin, 'score_lead')
    expect(store.getState().mocks['score_lead']).toMatchObject({ pinned: true })
    store
      .getState()
      .setTryInput(JSON.stringify({ ...JSON.parse(store.getState().tryInput ?? '{}'), employees: 1 }))
    await perform(store, runLoop)
    const again = logOf(store).find((event) => event.type === 'step.succeeded')
    expect(again?.type === 'step.succeeded' && again.data.output).toEqual(
      brought?.type === 'step.succeeded' && brought.data.output,
    )
    await perform(store, togglePin, 'score_lead')
    expect(store.getState().mocks).toEqual({})
  })

  it('never reach the graph, the program, or the draft that is saved', async () => {
    const store = storeOf('refund')
    const { graph, program } = store.getState()
    await perform(store, runLoop)
    await perform(store, togglePin, 'get_charge')
    store.getState().setMock('create_refund', {
      mock: { answers: 'value', text: '{"status":200,"body":{"id":"made-up-marker"}}' },
      delayMs: 1,
    })
    await perform(store, toggleBreakpoint, 'create_refund')
    store.getState().setWatches(['"made-up-marker"'])
    await perform(store, runLoop)
    await perform(store, continueRun)
    const state = store.getState()
    expect(JSON.stringify(logOf(store))).toContain('made-up-marker')
    expect(state.graph).toBe(graph)
    expect(state.past).toEqual([])
    const compiled = compile(state.graph)
    expect(compiled.program?.version).toBe(program?.version)
    expect(JSON.stringify([state.graph, compiled.program])).not.toMatch(/made-up-marker|pinned/)
  })

  it('stay a test’s own business: only what is saved as one is in the draft, and never in the program', async () => {
    const store = storeOf('refund')
    const version = store.getState().program?.version
    store.getState().setMock('create_refund', {
      mock: { answers: 'value', text: '{"status":200,"body":{"id":"made-up-marker"}}' },
      delayMs: 1,
      pinned: true,
    })
    await perform(store, runLoop)
    saveTrial(store.getState(), null)
    const { graph } = store.getState()
    const { program } = compile(graph)
    expect(JSON.stringify(graph.cases)).toContain('made-up-marker')
    expect(JSON.stringify(graph.cases)).not.toContain('pinned')
    expect(JSON.stringify(program)).not.toContain('made-up-marker')
    expect(program?.version).toBe(version)
  })
})

describe('a past run', () => {
  it('is gone through again by a trial that is filled with its answers', async () => {
    const store = storeOf('incident')
    store.getState().setMock('check_health', healthOnce)
    await perform(store, runLoop)
    const { program, playback } = trialOf(store)
    const { events } = playback.getState()
    const other = storeOf('incident')
    other.getState().setTryInput('{}')
    other.getState().setMock('restart', { mock: { answers: 'nothing' }, delayMs: 1 })
    expect(fillFromRun(other.getState(), program, events, 'answers')).toEqual([])
    expect(Object.values(other.getState().mocks).every(({ pinned }) => pinned)).toBe(true)
    await perform(other, runLoop)
    expect(typesOf(other)).toEqual(events.map(({ type }) => type))
    expect(Object.keys(other.getState().mocks).toSorted()).toEqual(['check_health', 'restart'])
  })

  it('gives its input alone, and leaves the mocks as they are', async () => {
    const store = storeOf('refund')
    await perform(store, runLoop)
    const { program, playback } = trialOf(store)
    const other = storeOf('refund')
    other.getState().setTryInput('{}')
    other.getState().setMock('get_charge', { mock: { answers: 'nothing' }, delayMs: 1 })
    const { mocks } = other.getState()
    fillFromRun(other.getState(), program, playback.getState().events, 'input')
    expect(JSON.parse(other.getState().tryInput ?? '')).toEqual(JSON.parse(store.getState().tryInput ?? ''))
    expect(other.getState().mocks).toBe(mocks)
    expect(fillFromRun(other.getState(), program, [], 'input')).toBeNull()
  })
})

describe('a watch', () => {
  it('shows what an expression comes to at a moment, or why it has no value there', async () => {
    const store = storeOf('refund')
    await perform(store, runLoop)
    const { program, playback } = trialOf(store)
    const { stateAt, events } = playback.getState()
    expect(watched('run.iteration', program, stateAt(events.length))).toEqual({ ok: true, value: 1 })
    expect(watched('run.iteration', program, stateAt(0))).toMatchObject({ ok: false })
    expect(watched('steps.nowhere.output', program, stateAt(events.length))).toMatchObject({ ok: false })
    expect(watched('1 +', program, stateAt(events.length))).toMatchObject({ ok: false })
  })
})
