import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventOf } from '../../../shared/engine/event.ts'
import { placeOf } from '../../../shared/engine/planned.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { arbitraryMoves, race } from '../../support/approvalRaces.ts'
import { closesEverything, startsOnlyGranted } from '../../support/approvalRules.ts'
import { asking } from '../../support/approvals.ts'
import { atLeast } from '../../support/fastCheck.ts'
import {
  anAction,
  aProgram,
  aStep,
  aVerifier,
  plainPlanner,
  stepsInAnyOrder,
} from '../../support/programs.ts'

const n = { n: '{{ sentBack == null ? input.n : input.n / 2 }}' }
const strategy = stepsInAnyOrder(
  aStep('pay', { action: 'pay', args: n }),
  aStep('ship', { action: 'ship', args: { n: 1 } }),
  aStep('mail', { action: 'ship', args: { n: '{{ item }}' }, map: { over: '[1, 2]' } }),
  aStep('free', { action: 'free' }),
  aStep('last', { action: 'pay', args: { n: 60 }, after: ['free'] }),
)
const ask = {
  title: 'Ask',
  approvers: ['approver' as const],
  need: 1,
  deadlineSeconds: 60,
  show: null,
  routes: { granted: null, denied: null, expired: null },
}
const actions = {
  pay: anAction({ reversibility: 'irreversible' }),
  ship: anAction({ approval: 'ask' }),
  free: anAction({ reversibility: 'pure' }),
}
const routes = { ...aVerifier().routes, escalate: 'human' }
const planner = {
  ...plainPlanner,
  title: 'Plan',
  strategy,
  actions: Object.keys(actions),
  verifier: 'verify',
}
const program = (planAsks: boolean) =>
  aProgram({
    actions,
    approvals: {
      ask,
      human: { ...ask, need: 2, routes: { granted: 'plan', denied: 'safe', expired: 'safe' } },
    },
    planners: { plan: planner, later: planner },
    verifiers: {
      verify: aVerifier({ onStepFailed: 'escalate', onStepUncertain: 'escalate', routes }),
    },
    policies: [
      asking('step', { id: 'money', on: ['pay'], when: 'args.n > 50', need: 2 }),
      ...(planAsks ? [asking('plan', { id: 'whole', need: 1 })] : []),
    ],
    limits: { ...aProgram().limits, iterations: 4, parallelism: 3 },
  })

function guards({ action, args }: EventOf<'step.started'>['data']): string[] {
  if (action === 'ship') return ['approval:ask']
  return action === 'pay' && Number(args['n']) > 50 ? ['money'] : []
}

/** Whatever is open is about what is there, as it is. */
function isAboutWhatIsThere(state: RunState): boolean {
  if (state.status !== 'active') return true
  const { iteration, phase } = state
  return state.approvals.every(({ status, subject }) => {
    if (status !== 'open') return true
    switch (subject.of) {
      case 'plan':
        return subject.digest === iteration?.plan?.digest
      case 'step': {
        const place = iteration ? placeOf(iteration, subject.step) : undefined
        return place !== undefined && iteration?.steps[place]?.status === 'waiting'
      }
      case 'node':
        return phase.at === 'approval'
      case 'input':
      case 'verdict':
        return true
    }
  })
}

describe('whatever people, time and crashes do', () => {
  const played = fc.tuple(fc.boolean(), arbitraryMoves)

  it('starts nothing guarded before everyone agreed, to what it is', () => {
    fc.assert(
      fc.property(played, ([planAsks, moves]) => {
        const { log } = race(program(planAsks), moves)
        expect(startsOnlyGranted(log, guards, planAsks ? 'whole' : null)).toEqual([])
      }),
      atLeast(300),
    )
  })

  it('decides each approval once, in time and as it is, and leaves none open behind', () => {
    fc.assert(
      fc.property(played, ([planAsks, moves]) => {
        const { log, turns, wrong } = race(program(planAsks), moves)
        expect(closesEverything(log)).toEqual([])
        expect(wrong).toEqual([])
        expect(turns.every(({ state }) => isAboutWhatIsThere(state))).toBe(true)
      }),
      atLeast(300),
    )
  })

  it('folds the log to the state that it has', () => {
    fc.assert(
      fc.property(played, ([planAsks, moves]) => {
        const { log, state } = race(program(planAsks), moves)
        expect(replay(JSON.parse(JSON.stringify(log)))).toEqual(state)
      }),
    )
  })

  it('comes to all of it: grants of two, edits, what is sent back and what is closed', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(played, ([planAsks, moves]) => {
        for (const { type, data } of race(program(planAsks), moves).log) {
          const what = type === 'step.started' ? `${type} ${data.step.replace(/\[.*/, '')}` : type
          seen.set(what, (seen.get(what) ?? 0) + 1)
        }
      }),
      { numRuns: 400, seed: 1 },
    )
    for (const what of [
      'approval.edited',
      'approval.sent-back',
      'approval.assigned',
      'approval.commented',
      'approval.superseded',
      'approval.expired',
      'approval.denied',
      'step.started pay',
      'step.started ship',
      'step.started mail',
      'step.started last',
    ])
      expect([what, (seen.get(what) ?? 0) > 3]).toEqual([what, true])
  })
})
