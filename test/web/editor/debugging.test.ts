import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { toggleBreakpoint } from '../../../web/editor/commands/breakpoints.ts'
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
import { endOf } from '../../../web/editor/try/endOf.ts'
import { nodesOf } from '../../../web/replay/eventFilter.ts'
import {
  askingStore,
  compileIn,
  healthOnce,
  iterationsOf,
  logOf,
  perform,
  stopsOf,
  storeOf,
  trialOf,
  typesOf,
} from './tryingStore.ts'

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

  it.each(templates.map(({ name }) => name))('comes to the same end from every node of %s', async (name) => {
    const store = storeOf(name)
    await perform(store, runLoop)
    const whole = trialOf(store)
    const { events } = whole.playback.getState()
    const reached = nodesOf(events).filter((node) => node !== null)
    for (const node of new Set(reached)) {
      store.getState().setTrial(whole)
      await perform(store, runFromHere, node)
      expect([node, typesOf(store).toSorted(), endOf(logOf(store))?.data]).toEqual([
        node,
        events.map(({ type }) => type).toSorted(),
        endOf(events)?.data,
      ])
      expect(verifyChain(logOf(store))).toMatchObject({ ok: true })
    }
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

  it('runs a trigger only, whatever breakpoints there are', async () => {
    const store = storeOf('incident')
    await perform(store, toggleBreakpoint, 'alert')
    await perform(store, runOnly, 'alert')
    expect(trialOf(store).stopped).toEqual({ why: 'after', node: 'alert', edge: null })
    // It is left as the first iteration begins.
    expect(typesOf(store)).toEqual(['run.accepted', 'input.checked', 'iteration.started'])
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

  it('comes to an approval once for each time that it asks, and not as another iteration begins', async () => {
    const store = askingStore()
    const sick = { answers: 'value' as const, text: '{"status":200,"body":{"healthy":false}}' }
    store.getState().setMock('check_health', { mock: sick, delayMs: 1 })
    await perform(store, toggleBreakpoint, 'ask')
    await perform(store, runLoop)
    const seen: unknown[] = []
    while (continueRun.enabled(store.getState())) {
      seen.push([stopsOf(store), typesOf(store).at(-1), iterationsOf(store)])
      await perform(store, continueRun)
    }
    expect(seen).toEqual([
      ['ask', 'approval.requested', 1],
      ['ask', 'approval.requested', 2],
    ])
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
