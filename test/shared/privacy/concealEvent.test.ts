import { describe, expect, it } from 'vitest'
import type { EventBody } from '../../../shared/engine/event.ts'
import { concealEvent } from '../../../shared/privacy/concealEvent.ts'
import { detectorOf } from '../../../shared/privacy/detectors.ts'
import { PersonalValues } from '../../../shared/privacy/PersonalValues.ts'

const email = 'ann.lee@example.org'
const said = `It is about ${email}.`
const value = { to: email, all: [said], [email]: 1 }
const error = { class: 'http', message: said, retryable: false, mayHaveHappened: true } as const
const hash: `sha256:${string}` = `sha256:${'0'.repeat(64)}`
const step = 'first'
const of = { iteration: 1, step }
const effect = 'run/1/first'
const by = 'someone'

/** An event of each type in which people, callers or targets can say something, with somebody named wherever they can. */
const events: EventBody[] = [
  {
    type: 'run.accepted',
    data: {
      run: 'a.0.0192f3a4-0000-7a11-8b22-000000000001',
      loop: 'a',
      program: hash,
      input: value,
      request: {
        source: 'webhook',
        method: 'POST',
        headers: { 'user-agent': said },
        by: null,
        cloudEvent: { specversion: '1.0', id: email, source: said, type: 'asked', subject: email },
      },
      seed: 1,
      dedupeKey: email,
      fork: {
        run: 'a.0.0192f3a4-0000-7a11-8b22-000000000002',
        seq: 9,
        hash,
        version: hash,
        iteration: 2,
        reason: said,
        carried: {
          planner: 'p',
          because: null,
          facts: [{ name: 'told', value, at: 1, action: 'act' }],
          verdict: {
            verifier: 'v',
            iteration: 1,
            verdict: 'replan',
            risk: 1,
            reasons: [said],
            checks: [
              {
                check: 'c',
                result: 'fail',
                weight: 1,
                consequence: 'replan',
                message: said,
                evidence: value,
              },
            ],
          },
          passed: { verifier: 'v', iteration: 1, steps: { first: value } },
          previous: { digest: hash, steps: [{ id: step, action: 'act', args: value, after: [] }] },
          sentBack: { approval: 'a', by, feedback: said, to: 'p' },
          approvals: [],
        },
      },
    },
  },
  { type: 'signal.received', data: { id: email, name: 'told', data: value, by } },
  { type: 'input.checked', data: { checks: [{ id: 'c', holds: false, effect: 'flag', message: said }] } },
  {
    type: 'policy.evaluated',
    data: {
      policy: 'p',
      digest: hash,
      point: 'step',
      subject: step,
      matched: true,
      effect: 'flag',
      message: said,
      error: said,
      values: value,
    },
  },
  {
    type: 'approval.requested',
    data: {
      approval: 'a',
      subject: { of: 'node', node: 'ask', digest: hash },
      title: said,
      approvers: ['approver'],
      need: 1,
      deadline: 1,
      show: value,
      message: said,
    },
  },
  { type: 'approval.granted', data: { approval: 'a', by, note: said, remaining: 0 } },
  { type: 'approval.denied', data: { approval: 'a', by, note: said } },
  {
    type: 'approval.edited',
    data: { approval: 'a', by, note: said, changes: [{ step, args: value }] },
  },
  { type: 'approval.sent-back', data: { approval: 'a', by, feedback: said, to: 'plan' } },
  { type: 'approval.assigned', data: { approval: 'a', by, to: { role: 'approver' }, note: said } },
  { type: 'approval.commented', data: { approval: 'a', by, text: said } },
  { type: 'approval.superseded', data: { approval: 'a', message: said } },
  {
    type: 'plan.requested',
    data: { iteration: 1, planner: 'p', seed: null, because: null, feedback: [said] },
  },
  ...[
    { ok: true as const, proposal: value },
    { ok: false as const, error, retryAt: null },
  ].map(
    (answer): EventBody => ({
      type: 'plan.answered',
      data: { iteration: 1, planner: 'p', member: null, effect, attempt: 1, answer },
    }),
  ),
  {
    type: 'plan.rejected',
    data: {
      iteration: 1,
      planner: 'p',
      plan: null,
      reasons: [{ code: 'unsound', message: said }],
      proposal: value,
    },
  },
  { type: 'step.started', data: { ...of, action: 'act', effect, args: value, attempt: 1 } },
  { type: 'step.succeeded', data: { ...of, output: value, costUsd: 0 } },
  { type: 'step.failed', data: { ...of, error, attempts: 1, output: value } },
  { type: 'step.retried', data: { ...of, error, attempt: 2, notBefore: 1 } },
  { type: 'step.skipped', data: { ...of, reason: 'condition', message: said } },
  { type: 'step.uncertain', data: { ...of, error } },
  { type: 'step.late', data: { ...of, effect, message: said } },
  { type: 'step.expanded', data: { ...of, items: [value, email] } },
  { type: 'step.probed', data: { ...of, result: 'unknown', message: said, error } },
  {
    type: 'assumption.checked',
    data: {
      iteration: 1,
      of: null,
      assumption: { type: 'holds', expr: 'true', message: '' },
      holds: false,
      message: said,
    },
  },
  {
    type: 'iteration.delayed',
    data: { iteration: 2, planner: 'p', because: null, until: 1, message: said },
  },
  {
    type: 'verdict.reached',
    data: { verifier: 'v', iteration: 1, verdict: 'bail', risk: 1, reasons: [said], to: null },
  },
  ...[
    { ok: true as const, result: 'fail' as const, severity: 1, message: said, by: null, evidence: value },
    { ok: false as const, error, retryAt: null },
  ].map(
    (answer): EventBody => ({
      type: 'check.answered',
      data: { iteration: 1, verifier: 'v', check: 'c', effect, vote: 1, attempt: 1, answer },
    }),
  ),
  {
    type: 'check.completed',
    data: {
      verifier: 'v',
      check: 'c',
      result: 'fail',
      weight: 1,
      consequence: 'bail',
      message: said,
      evidence: value,
    },
  },
  {
    type: 'compensation.started',
    data: { undoes: effect, step, action: 'act', effect, args: value, attempt: 1, notBefore: null },
  },
  { type: 'compensation.succeeded', data: { undoes: effect, step, output: value } },
  { type: 'compensation.failed', data: { undoes: effect, step, error, final: true } },
  { type: 'lease.granted', data: { ...of, resource: said, token: 1, until: 1 } },
  { type: 'lease.released', data: { step, resource: said, token: 1 } },
  { type: 'run.paused', data: { by, reason: said } },
  { type: 'run.resumed', data: { by, reason: said } },
  { type: 'run.cancelled', data: { by, reason: said, compensate: false } },
  {
    type: 'run.ended',
    data: {
      outcome: 'bailed',
      reason: 'outcome',
      node: null,
      body: value,
      message: said,
      iterations: 1,
      steps: 1,
      costUsd: 0,
      notUndone: [],
    },
  },
]

describe('an event in which somebody is named wherever that can be', () => {
  it.each(events.map((event) => [event.type, event] as const))('names nobody in the log: %s', (_, event) => {
    const detect = detectorOf(['email'], null)
    const personal = new PersonalValues({ key: new Uint8Array(32).fill(7), detect, byName: null })
    const hide = {
      value: personal.conceal.bind(personal),
      text: personal.concealText.bind(personal),
    }
    const logged = concealEvent(hide, event)
    expect(JSON.stringify(logged)).not.toContain(email)
    expect(personal.reveal(logged)).toEqual(event)
  })
})
