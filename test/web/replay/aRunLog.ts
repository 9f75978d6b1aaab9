import { digest } from '../../../shared/audit/digest.ts'
import { seal } from '../../../shared/audit/seal.ts'
import type { EventBody, RunEvent } from '../../../shared/engine/event.ts'
import type { Plan } from '../../../shared/engine/plan.ts'
import { aProgram } from '../../support/programs.ts'

export const program = aProgram()
const run = 'probe.0.0192f3a4-0000-7a11-8b22-000000000001'
const trace = '0af7651916cd43dd8448eb211c80319c'

export type RunShape = {
  iterations: number
  steps: number
  /** The iteration in which each step fails for good. */
  failsIn?: number
  /** Milliseconds that pass before the second iteration. */
  idleMs?: number
  ended?: boolean
}

function aPlan(iteration: number, steps: number): Plan {
  const body = {
    version: iteration,
    parent: iteration === 1 ? null : iteration - 1,
    iteration,
    steps: Array.from({ length: steps }, (_, index) => ({
      id: `s${index}`,
      action: 'act',
      args: { index },
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
      program: program.version,
      planner: 'plan',
      strategy: 'sequence',
      seed: null,
      inputDigest: digest(null),
      rules: [],
      because: null,
      plannerVersion: digest(null),
      ask: 1,
      members: [],
    },
  }
  return { ...body, digest: digest(body) }
}

/** A sealed log of a run that replans until its last iteration passes. */
export function aRunLog({ iterations, steps, failsIn, idleMs = 0, ended = true }: RunShape): RunEvent[] {
  const bodies: { at: number; body: EventBody }[] = []
  let at = 1_000_000
  const add = (body: EventBody, ms = 10) => {
    at += ms
    bodies.push({ at, body })
  }
  add({
    type: 'run.accepted',
    data: {
      run,
      loop: 'probe',
      program: program.version,
      input: { text: 'hello' },
      request: { source: 'api', method: 'POST', headers: {}, by: null },
      seed: 1,
      dedupeKey: null,
    },
  })
  add({ type: 'input.checked', data: { checks: [] } })
  for (let iteration = 1; iteration <= iterations; iteration += 1) {
    const because =
      iteration === 1 ? null : { verifier: 'verify', verdict: 'replan' as const, iteration: iteration - 1 }
    const plan = aPlan(iteration, steps)
    add(
      { type: 'iteration.started', data: { iteration, planner: 'plan', because } },
      iteration === 2 ? 10 + idleMs : 10,
    )
    add({ type: 'plan.requested', data: { iteration, planner: 'plan', seed: null, because } })
    add({ type: 'plan.proposed', data: { iteration, plan } })
    add({ type: 'plan.adopted', data: { iteration, plan: iteration, digest: plan.digest } })
    for (const step of plan.steps) {
      const effect = `${run}/${iteration}/${step.id}`
      add({
        type: 'step.started',
        data: { iteration, step: step.id, action: 'act', effect, args: step.args, attempt: 1 },
      })
      if (failsIn === iteration) {
        const error = {
          class: 'http' as const,
          message: 'The target said 500',
          status: 500,
          retryable: false,
          mayHaveHappened: false,
        }
        add({ type: 'step.failed', data: { iteration, step: step.id, error, attempts: 1 } }, 100)
      } else {
        add(
          { type: 'step.succeeded', data: { iteration, step: step.id, output: { ok: true }, costUsd: 0.01 } },
          100,
        )
      }
    }
    const passes = iteration === iterations
    add({
      type: 'check.completed',
      data: {
        verifier: 'verify',
        check: 'fits',
        result: passes ? 'pass' : 'fail',
        weight: 1,
        consequence: 'replan',
        message: passes ? 'It fits' : 'It does not fit',
        evidence: { read: iteration },
      },
    })
    add({
      type: 'verdict.reached',
      data: {
        verifier: 'verify',
        iteration,
        verdict: passes ? 'pass' : 'replan',
        risk: passes ? 0 : 1,
        reasons: passes ? [] : ['It does not fit'],
        to: passes ? 'done' : 'plan',
      },
    })
  }
  if (ended) {
    add({
      type: 'run.ended',
      data: {
        outcome: 'succeeded',
        reason: 'outcome',
        node: 'done',
        body: { done: true },
        message: '',
        iterations,
        steps: iterations * steps,
        costUsd: 0.01 * iterations * steps,
        notUndone: [],
      },
    })
  }
  let head: { seq: number; hash: RunEvent['hash'] } | null = null
  return bodies.flatMap(({ at: moment, body }) => {
    const sealed = seal(head, moment, trace, [body])
    const last = sealed.at(-1)
    if (last) head = { seq: last.seq, hash: last.hash }
    return sealed
  })
}
