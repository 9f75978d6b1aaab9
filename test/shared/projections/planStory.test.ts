import { describe, expect, it } from 'vitest'
import { digest } from '../../../shared/audit/digest.ts'
import type { EventBody, RunEvent } from '../../../shared/engine/event.ts'
import type { Plan } from '../../../shared/engine/plan.ts'
import { planStory } from '../../../shared/projections/planStory.ts'

const logOf = (bodies: readonly EventBody[]): RunEvent[] =>
  bodies.map((body, index) => ({
    ...body,
    seq: index + 1,
    at: index,
    trace: '0'.repeat(32),
    prev: digest(0),
    hash: digest(1),
  }))

const plan = (version: number, steps: readonly string[]): Plan => ({
  version,
  parent: version === 1 ? null : version - 1,
  iteration: version,
  steps: steps.map((id) => ({
    id,
    action: id,
    args: {},
    bindings: {},
    after: [],
    when: null,
    map: null,
    insteadOf: null,
    why: null,
  })),
  rationale: [],
  expects: null,
  expected: null,
  assumes: [],
  provenance: {
    program: digest(0),
    planner: 'plan',
    strategy: 'http',
    seed: null,
    inputDigest: digest(0),
    rules: [],
    because: null,
    plannerVersion: 'v7',
    ask: 1,
    members: [],
  },
  digest: digest(version),
})
const began = (iteration: number): EventBody => ({
  type: 'iteration.started',
  data: { iteration, planner: 'plan', because: null },
})
const asked = (iteration: number, ask: number, feedback: string[] = []): EventBody => ({
  type: 'plan.requested',
  data: { iteration, planner: 'plan', seed: null, because: null, ask, feedback },
})

const answered = (effect: string): EventBody => ({
  type: 'plan.answered',
  data: {
    iteration: 2,
    planner: 'plan',
    member: null,
    effect,
    attempt: 1,
    answer: { ok: true, proposal: {} },
  },
})

describe('the story of a plan', () => {
  const log = logOf([
    began(1),
    asked(1, 1),
    { type: 'plan.proposed', data: { iteration: 1, plan: plan(1, ['a', 'b']) } },
    { type: 'plan.adopted', data: { iteration: 1, plan: 1, digest: digest(1) } },
    began(2),
    asked(2, 1),
    answered('first'),
    {
      type: 'plan.rejected',
      data: {
        iteration: 2,
        planner: 'plan',
        plan: null,
        reasons: [{ code: 'rail', message: 'No refunds' }],
        again: true,
        proposal: { steps: [] },
      },
    },
    asked(2, 2, ['No refunds']),
    answered('second'),
    { type: 'plan.proposed', data: { iteration: 2, plan: plan(2, ['a', 'c']) } },
  ])

  it('is empty before an iteration began', () => {
    expect(planStory(log, 0)).toBeNull()
    expect(planStory(log, 1)).toMatchObject({ iteration: 1, plan: null, asks: [] })
  })

  it('tells each ask: what it was told, what was answered, and why it was sent back', () => {
    expect(planStory(log, log.length)?.asks).toMatchObject([
      {
        ask: 1,
        feedback: [],
        answers: [{ effect: 'first' }],
        rejected: { again: true, proposal: { steps: [] } },
      },
      {
        ask: 2,
        feedback: ['No refunds'],
        answers: [{ effect: 'second', answer: { ok: true } }],
        rejected: null,
      },
    ])
  })

  it('holds the plan against the one before, over iterations', () => {
    expect(planStory(log, log.length)).toMatchObject({
      plan: { version: 2 },
      adopted: false,
      parent: { version: 1 },
      diff: { added: ['c'], removed: ['b'], same: ['a'] },
    })
    expect(planStory(log, 4)).toMatchObject({ plan: { version: 1 }, adopted: true, parent: null, diff: null })
  })
})
