import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { toggleBreakpoint } from '../../../web/editor/commands/breakpoints.ts'
import { togglePin } from '../../../web/editor/commands/pins.ts'
import { continueRun, runLoop } from '../../../web/editor/commands/trying.ts'
import { fillFromRun } from '../../../web/editor/run/fillFromRun.ts'
import { madeUpIn } from '../../../web/editor/run/TrialMarks.ts'
import { watched } from '../../../web/editor/run/watched.ts'
import { saveTrial } from '../../../web/editor/tests/editTests.ts'
import { healthOnce, logOf, perform, storeOf, trialOf, typesOf } from './tryingStore.ts'

describe('pins', () => {
  it('bring what the last run brought, of what is computed as well', async () => {
    const store = storeOf('lead-scoring')
    await perform(store, runLoop)
    const brought = logOf(store).find((event) => event.type === 'step.succeeded')
    await perform(store, togglePin, 'score_lead')
    expect(store.getState().mocks['score_lead']).toMatchObject({ pinned: true })
    const input = JSON.parse(store.getState().tryInput ?? '{}')
    store
      .getState()
      .setTryInput(JSON.stringify({ ...input, company_size: input.company_size >= 100 ? 1 : 100 }))
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

describe('what is made up', () => {
  it('is said of each node: pinned, or mocked where anything of it is', async () => {
    const store = storeOf('refund')
    expect(madeUpIn(store.getState()).size).toBe(0)
    store.getState().setMock('get_charge', { mock: { answers: 'sample' }, delayMs: 1, pinned: true })
    store.getState().setMock('create_refund', { mock: { answers: 'nothing' }, delayMs: 1 })
    store.getState().setMock('gone', { mock: { answers: 'nothing' }, delayMs: 1 })
    const made = madeUpIn(store.getState())
    expect([...made]).toEqual([
      ['get_charge', 'pinned'],
      ['create_refund', 'mocked'],
    ])
    // Every card reads it: an edit that changes nothing of it must not draw them all again.
    store.getState().edit('Renamed', (graph) => ({ ...graph, nodes: [...graph.nodes] }))
    expect(madeUpIn(store.getState())).toBe(made)
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

  it('says where personal data is missing: the log has tokens in its place', async () => {
    const store = storeOf('refund')
    await perform(store, runLoop)
    const { program, playback } = trialOf(store)
    const events = playback
      .getState()
      .events.map((event) =>
        event.type === 'run.accepted'
          ? { ...event, data: { ...event.data, input: { name: '[personal:name:1xYWQ]' } } }
          : event,
      )
    expect(fillFromRun(store.getState(), program, events, 'input')).toEqual(['personal'])
    expect(fillFromRun(store.getState(), program, events, 'answers')).toEqual(['personal'])
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
