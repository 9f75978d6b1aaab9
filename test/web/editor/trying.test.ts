import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { simulateTrial, type Trial, type TrialMock } from '../../../shared/sim/trial.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { readMocks } from '../../../web/editor/run/readMocks.ts'
import { runTrial } from '../../../web/editor/run/runTrial.ts'
import type { ActionMock } from '../../../web/editor/store/trySlice.ts'
import { anAction, aProgram } from '../../support/programs.ts'
import { editorFor } from './editorFor.ts'
import { storeOf, trialOf, typesOf } from './tryingStore.ts'

function compiled(graph: unknown): Program {
  const { program } = compile(graph)
  if (!program) throw new Error('The template does not compile')
  return program
}
const questionOf = (index: number, more: Partial<Trial> = {}): Trial => {
  const template = templates[index]
  return {
    program: compiled(template?.graph),
    input: template?.samples[0]?.input ?? null,
    mocks: {},
    decision: 'grant',
    startAt: 1_000,
    ...more,
  }
}

describe('trying a loop', () => {
  it.each(templates.map((template, index) => [template.name, index] as const))(
    'runs %s to its end',
    (_, index) => {
      const { events, rejection } = simulateTrial(questionOf(index))
      expect(rejection).toBeNull()
      expect(events.map((event) => event.type)).toContain('run.ended')
    },
  )

  it('runs on a sample of the trigger’s schema where nobody has seen an input yet', async () => {
    const store = storeOf('incident')
    store.setState({ tryInput: null })
    await runTrial(store.getState())
    expect(trialOf(store).refused).toBeNull()
    expect(typesOf(store)).toContain('run.ended')
  })

  it('gives the same log for the same question', () => {
    expect(simulateTrial(questionOf(0))).toEqual(simulateTrial(questionOf(0)))
  })

  it('says why a call would be refused', () => {
    const { events, rejection } = simulateTrial(questionOf(0, { input: 'nonsense' }))
    expect(events).toEqual([])
    expect(rejection?.message).toMatch(/input/i)
  })

  it('fails a mocked action as often as it was told to, then answers as usual', () => {
    const question = questionOf(0)
    const first = simulateTrial(question).events.find((event) => event.type === 'step.started')
    const action = first?.type === 'step.started' ? first.data.action : ''
    const program: Program = {
      ...question.program,
      actions: Object.fromEntries(
        Object.entries(question.program.actions).map(([id, each]) => [
          id,
          {
            ...each,
            retry: { maxAttempts: 3, initialSeconds: 0, factor: 1, maxSeconds: 0, jitter: 'none' as const },
          },
        ]),
      ),
    }
    const mocks = { [action]: { delayMs: 10, mock: { answers: 'failure' as const, status: 503, times: 2 } } }
    const { events } = simulateTrial({ ...question, program, mocks })
    expect(events.filter((event) => event.type === 'step.retried')).toHaveLength(2)
  })

  it('posts the event that a step waits for, with its data, unless it never comes', () => {
    const call = { uses: 'wait' as const, for: { type: 'event' as const, event: 'paid', timeoutSeconds: 60 } }
    const program = aProgram({ actions: { act: anAction({ call }) } })
    const tried = (mocks: Trial['mocks']) =>
      simulateTrial({ program, input: {}, mocks, decision: 'none', startAt: 0 }).events
    const value = { delayMs: 0, mock: { answers: 'value' as const, value: { amount: 5 } } }
    expect(tried({ act: value }).find((event) => event.type === 'step.succeeded')?.data).toMatchObject({
      output: { name: 'paid', data: { amount: 5 } },
    })
    const never = tried({ act: { delayMs: 0, mock: { answers: 'nothing' } } })
    expect(never.find((event) => event.type === 'step.failed')?.data).toMatchObject({
      error: { class: 'timeout' },
    })
  })

  it('posts nothing that nobody spoke of', () => {
    const call = { uses: 'wait' as const, for: { type: 'event' as const, event: 'paid', timeoutSeconds: 60 } }
    const program = aProgram({ actions: { act: anAction({ call }) } })
    const { events } = simulateTrial({ program, input: {}, mocks: {}, decision: 'none', startAt: 0 })
    expect(events.map((event) => event.type)).not.toContain('signal.received')
  })

  it('plans each action in turn where an external planner is not mocked, else what it is said to answer', () => {
    const program = aProgram({ strategy: { type: 'http', host: 'planner', path: '/' } })
    const proposed = (mocks: Trial['mocks']) =>
      simulateTrial({ program, input: {}, mocks, decision: 'none', startAt: 0 }).events.flatMap((event) =>
        event.type === 'plan.proposed' ? [event.data.plan.steps.map((step) => step.action)] : [],
      )
    expect(proposed({})[0]).toEqual(program.planners['plan']?.actions)
    const value = {
      contract: 'pavane.planner/1',
      planner: { name: 'mine', version: '2' },
      steps: [{ id: 'only', action: 'act' }],
      rationale: [],
    }
    expect(proposed({ plan: { delayMs: 1, mock: { answers: 'value', value } } })[0]).toEqual(['act'])
  })

  it('ends a child as it is said to', () => {
    const call = { uses: 'loop' as const, loop: 'other', input: {} }
    const program = aProgram({ actions: { act: anAction({ call }) } })
    const settled = (mock: TrialMock['mock']) =>
      simulateTrial({
        program,
        input: {},
        mocks: { act: { delayMs: 1, mock } },
        decision: 'none',
        startAt: 0,
      })
        .events.filter((event) => event.type === 'step.succeeded' || event.type === 'step.failed')
        .map(({ data }) => data)
    expect(settled({ answers: 'value', value: { n: 1 } })[0]).toMatchObject({
      output: { outcome: 'succeeded', body: { n: 1 } },
    })
    expect(settled({ answers: 'failure', status: 0, times: null })[0]).toMatchObject({
      error: { class: 'child' },
    })
  })

  it('keeps mocks out of the graph and the program', async () => {
    const [template] = templates
    if (!template) throw new Error('no template')
    const store = editorFor(template.graph)
    const { program, diagnostics } = compile(template.graph)
    store.getState().setCompiled({ graph: template.graph, program, diagnostics })
    const action = template.graph.nodes.find((node) => node.kind === 'action')
    const mock: ActionMock = {
      mock: { answers: 'value', text: '{"status":299,"body":"mocked here"}' },
      delayMs: 5,
    }
    store.getState().setMock(action?.id ?? '', mock)
    store.getState().setTryInput(JSON.stringify(template.samples[0]?.input))
    await runTrial(store.getState())
    const state = store.getState()
    expect(state.trial?.playback.getState().events.length).toBeGreaterThan(0)
    expect(JSON.stringify(state.graph)).not.toContain('mocked here')
    expect(state.trial?.program).toBe(program)
    expect(state.past).toEqual([])
  })

  it('says what is wrong with the input or a mocked value instead of running', async () => {
    const store = editorFor()
    store.setState({ program: compiled(templates[0]?.graph) })
    store.getState().setTryInput('{')
    await runTrial(store.getState())
    expect(store.getState().tryStatus).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('Not JSON yet'),
    })
    expect(readMocks({ a: { mock: { answers: 'value', text: 'oops' }, delayMs: 0 } })).toMatchObject({
      ok: false,
    })
  })
})
