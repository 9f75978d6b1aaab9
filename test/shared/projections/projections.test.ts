import { describe, expect, it } from 'vitest'
import { seal } from '../../../shared/audit/seal.ts'
import type { Command } from '../../../shared/engine/command.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { canvasMarks } from '../../../shared/projections/canvasMarks.ts'
import { describeEvent } from '../../../shared/projections/describeEvent.ts'
import { iterationsOf } from '../../../shared/projections/iterations.ts'
import { runSummary } from '../../../shared/projections/runSummary.ts'
import { timelineOf } from '../../../shared/projections/timeline.ts'
import { mockResponder } from '../../../shared/sim/mockResponder.ts'
import { simulate } from '../../../shared/sim/simulate.ts'
import { accept, after, failure, settle, startAt, success } from '../../support/given.ts'
import { anAction, aProgram, aStep, aVerifier, stepsInAnyOrder } from '../../support/programs.ts'

const actions = {
  act: anAction({
    costUsd: 0.25,
    reversibility: 'compensable',
    undo: { action: 'undo', args: {} },
    retry: { maxAttempts: 2, initialSeconds: 1, factor: 1, maxSeconds: 1, jitter: 'none' },
  }),
  undo: anAction({ reversibility: 'pure' }),
}
const twice = aVerifier({
  checks: [{ type: 'rule', id: 'twice', expr: 'run.iteration > 1', onFail: 'replan' }],
})
const program = aProgram({
  actions,
  strategy: stepsInAnyOrder(aStep('first', { args: { n: '{{ run.iteration }}' } })),
  verifiers: { verify: twice },
})
const node = (id: string, kind: string) => ({ id, kind, title: id })
const edge = (id: string, from: string, port: string, to: string) => ({
  id,
  from: { node: from, port },
  to: { node: to, port: 'in' },
})
const graph = {
  nodes: [
    node('start', 'trigger'),
    node('plan', 'planner'),
    node('act', 'action'),
    node('undo', 'action'),
    node('verify', 'verifier'),
    node('done', 'outcome'),
    node('undone', 'outcome'),
  ],
  edges: [
    edge('in', 'start', 'input', 'plan'),
    edge('use', 'plan', 'plan', 'act'),
    edge('back', 'act', 'undo', 'undo'),
    edge('out', 'act', 'result', 'verify'),
    edge('pass', 'verify', 'pass', 'done'),
    edge('replan', 'verify', 'replan', 'plan'),
    edge('rollback', 'verify', 'rollback', 'undone'),
  ],
} as unknown as Graph

const later = (command: Command, at: number): Command => ({ ...command, at: startAt + at })
const running = after(program, accept())
const rolledBack = after(
  aProgram({
    actions,
    verifiers: {
      verify: aVerifier({ checks: [{ type: 'rule', id: 'no', expr: 'false', onFail: 'rollback' }] }),
    },
  }),
  accept(),
  settle('first'),
)
const log = (): RunEvent[] =>
  simulate({ program, input: {}, seed: 1, startAt, trace: 'c'.repeat(32), respond: mockResponder() }).events

describe('marks on the canvas', () => {
  const states = (situation: typeof running, of = program) =>
    Object.fromEntries(
      Object.entries(canvasMarks(graph, of, situation.state).nodes).map(([id, mark]) => [id, mark.state]),
    )

  it('are none before the run', () => {
    const { nodes, edges, used } = canvasMarks(graph, program, { status: 'new' })
    expect(nodes).toEqual({})
    expect(new Set(Object.values(edges))).toEqual(new Set(['idle']))
    expect(used).toEqual({ iterations: 0, costUsd: 0 })
  })

  it('show what runs, and which way it came', () => {
    expect(states(running)).toMatchObject({
      start: 'succeeded',
      plan: 'succeeded',
      act: 'running',
    })
    expect(states(running)).not.toHaveProperty('verify')
    expect(canvasMarks(graph, program, running.state).edges).toMatchObject({
      in: 'taken',
      use: 'active',
      out: 'idle',
    })
  })

  it('show the attempt, the iteration and how long it took', () => {
    const retried = after(program, accept(), settle('first', failure({ class: 'network', retryable: true })))
    expect(canvasMarks(graph, program, retried.state).nodes.act).toMatchObject({
      attempt: 2,
      iteration: 1,
      says: 'No',
    })
    const ended = after(
      program,
      accept(),
      settle('first'),
      later(settle('first', success(), { iteration: 2 }), 3000),
    )
    expect(canvasMarks(graph, program, ended.state).nodes.act).toMatchObject({
      state: 'succeeded',
      iteration: 2,
      durationMs: 2000,
    })
    expect(states(ended)).toMatchObject({ verify: 'succeeded', done: 'succeeded' })
  })

  it('light the way that the verdict chose', () => {
    const again = after(program, accept(), settle('first'))
    expect(canvasMarks(graph, program, again.state)).toMatchObject({
      nodes: {
        verify: { state: 'failed', says: expect.stringMatching(/^Verdict replan: ./) },
        act: { state: 'running', iteration: 2 },
      },
      edges: { replan: 'active', pass: 'idle' },
      used: { iterations: 2, costUsd: 0.25 },
    })
  })

  it('show what is undone', () => {
    expect(states(rolledBack, rolledBack.program)).toMatchObject({ undo: 'running', act: 'succeeded' })
    const undo: Command = {
      type: 'settle-compensation',
      at: startAt + 4000,
      effect: `${rolledBack.state.status === 'new' ? '' : rolledBack.state.run}/1/first/undo`,
      attempt: 1,
      result: success(),
    }
    const undone = after(rolledBack.program, accept(), settle('first'), undo)
    expect(states(undone, undone.program)).toMatchObject({
      act: 'compensated',
      undo: 'succeeded',
      undone: 'compensated',
    })
    expect(canvasMarks(graph, undone.program, undone.state).edges).toMatchObject({
      back: 'taken',
      rollback: 'taken',
    })
  })
})

describe('a run’s summary', () => {
  it('is none before it is accepted', () => expect(runSummary({ status: 'new' })).toBeNull())

  it('counts what was done and says how it ended', () => {
    expect(runSummary(running.state)).toMatchObject({
      status: 'running',
      outcome: null,
      steps: 1,
      iterations: 1,
    })
    expect(runSummary(replay(log()))).toMatchObject({
      status: 'ended',
      outcome: 'succeeded',
      reason: 'outcome',
      iterations: 2,
      steps: 2,
      costUsd: 0.5,
    })
  })

  it('says that it waits for a person, or is paused', () => {
    const policy = {
      id: 'p',
      title: 'P',
      at: 'plan',
      when: 'true',
      effect: 'require-approval',
      message: 'M',
    } as const
    const waiting = after(aProgram({ policies: [policy] }), accept())
    expect(runSummary(waiting.state)).toMatchObject({ status: 'waiting' })
    const paused = after(program, accept(), { type: 'pause', at: startAt, by: 'me', reason: '' })
    expect(runSummary(paused.state)).toMatchObject({ status: 'paused' })
  })
})

describe('the timeline', () => {
  it('has a span for everything that takes time, all closed at the end', () => {
    const { spans, open } = timelineOf(log())
    expect(open).toEqual(new Map())
    expect(spans.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'run probe',
      'iteration Iteration 1',
      'planning Plan',
      'step first',
      'attempt Attempt 1',
      'verifying Verify',
      'check twice',
      'iteration Iteration 2',
      'planning Plan',
      'step first',
      'attempt Attempt 1',
      'verifying Verify',
      'check twice',
    ])
    expect(spans.every(({ startAt: from, endAt }) => endAt !== null && endAt >= from)).toBe(true)
    expect(spans[3]).toMatchObject({ status: 'succeeded', endAt: startAt + 100, node: 'act', iteration: 1 })
  })

  it('shows attempts, and where the next one begins', () => {
    const retried = after(program, accept(), settle('first', failure({ class: 'network', retryable: true })))
    const sealed = seal(null, startAt + 1000, 'd'.repeat(32), retried.events)
    const { spans } = timelineOf(sealed)
    expect(spans.filter(({ kind }) => kind === 'attempt')).toMatchObject([
      { status: 'failed', says: 'No' },
      { status: 'running', startAt: startAt + 2000, endAt: null },
    ])
  })
})

describe('the iterations', () => {
  it('have their plan, its difference to the one before, the verdicts and the cost', () => {
    expect(iterationsOf(log())).toMatchObject([
      {
        number: 1,
        because: null,
        diff: null,
        verdicts: [{ verdict: 'replan', risk: 1 }],
        failedChecks: ['twice'],
        costUsd: 0.25,
        steps: { first: 'succeeded' },
        endedAt: startAt + 100,
      },
      {
        number: 2,
        because: { verdict: 'replan' },
        diff: { added: [], removed: [], changed: [{ step: 'first', fields: ['args'] }], same: [] },
        verdicts: [{ verdict: 'pass', to: 'done' }],
        failedChecks: [],
      },
    ])
  })
})

describe('an event in words', () => {
  it('is one plain sentence or two, without leftovers', () => {
    for (const event of [...log(), ...rolledBack.events]) {
      const words = describeEvent(event)
      expect(words).toMatch(/^\S.*[.:!]?\S*$/s)
      expect(words).not.toMatch(/undefined|null|NaN|\[object/)
    }
    expect(log().map(describeEvent).at(-1)).toBe('The run ended succeeded.')
  })
})
