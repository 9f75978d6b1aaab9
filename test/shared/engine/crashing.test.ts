import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../shared/engine/command.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { arbitraryProgram, everything } from '../../support/arbitraries/program.ts'
import { cutAt, type Drive, driveToEnd, give, startDrive } from '../../support/drive.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })
/** Time that a crash costs must not decide anything here. */
const patient = { ...everything, durations: [1_000_000], ages: false }

/** What the acceptance itself records: the run, and what policies said of the input as it came, which nobody can tell afterwards. */
function factsOfAcceptance({ log }: Drive): number {
  const later = log.findIndex(({ type }) => type !== 'run.accepted' && type !== 'policy.evaluated')
  return later < 0 ? log.length : later
}

describe('a host that crashes at any event, folds, recovers and goes on', () => {
  it('comes to the same outcome when every action can be repeated safely', () => {
    const safe = { ...patient, idempotency: ['native', 'keyed'] as const }
    fc.assert(
      fc.property(arbitraryProgram(safe), world, fc.nat(), (program, of, place) => {
        const whole = driveToEnd(startDrive(program), of)
        const crashed = recovered(cutAt(whole, factsOfAcceptance(whole) + (place % whole.log.length)))
        expect(gist(driveToEnd(crashed, of).state)).toEqual(gist(whole.state))
      }),
    )
  })

  it('never sends again what may have happened and can’t be repeated', () => {
    fc.assert(
      fc.property(
        arbitraryProgram(patient),
        world,
        fc.array(fc.nat(), { maxLength: 4 }),
        (program, of, cuts) => {
          let drive = driveToEnd(startDrive(program), of)
          for (const place of cuts) drive = driveToEnd(recovered(cutAfterTurn(drive, place)), of)
          const known = new Set<string>()
          for (const { effect, action, result } of drive.sent) {
            const of = program.actions[action]
            // What a probe says did not happen, and what is one and the same run, is sent again.
            if (of?.idempotency !== 'none' || of.probe !== null || of.call.uses === 'loop') continue
            expect(known.has(effect)).toBe(false)
            if (result.ok || result.error.mayHaveHappened) known.add(effect)
          }
        },
      ),
    )
  })

  it('sends what may have happened again only after a probe said that it did not', () => {
    const unsafe = { ...patient, idempotency: ['none'] as const }
    fc.assert(
      fc.property(
        arbitraryProgram(unsafe),
        world,
        fc.array(fc.nat(), { maxLength: 4 }),
        (program, of, cuts) => {
          let drive = driveToEnd(startDrive(program), of)
          for (const place of cuts) drive = driveToEnd(recovered(cutAfterTurn(drive, place)), of)
          const doubts = new Map<string, number>()
          for (const { effect, action, result } of drive.sent) {
            if (program.actions[action]?.probe == null || program.actions[action]?.call.uses === 'loop')
              continue
            if (effect.endsWith('/undo')) continue
            expect(doubts.get(effect) ?? 0).toBeLessThanOrEqual(notHappened(drive, effect))
            if (result.ok || result.error.mayHaveHappened) doubts.set(effect, (doubts.get(effect) ?? 0) + 1)
          }
        },
      ),
    )
  })

  it('sends what is in flight again under the same key, and no other', () => {
    fc.assert(
      fc.property(arbitraryProgram(patient), world, fc.nat(), (program, of, place) => {
        const whole = driveToEnd(startDrive(program), of)
        const again = driveToEnd(recovered(cutAfterTurn(whole, place)), of)
        const keys = (drive: Drive) =>
          new Set(drive.log.flatMap((event) => (event.type === 'step.started' ? [event.data.effect] : [])))
        for (const { effect } of again.sent)
          expect(effect.endsWith('/undo') || keys(again).has(effect)).toBe(true)
      }),
    )
  })
})

function recovered(drive: Drive): Drive {
  return give(drive, { type: 'recover', at: drive.at + 1 })
}

/**
 * The crash comes after a turn is durable and what it owes has left: what was sent stays sent. (A turn is one
 * transaction, so within one nothing has left.)
 */
function cutAfterTurn(drive: Drive, place: number): Drive {
  const turns = drive.turns.slice(0, 1 + (place % Math.max(1, drive.turns.length)))
  const cut = cutAt(drive, turns.flatMap((turn) => turn.events).length)
  const left = turns.at(-1)?.owed ?? []
  const sent = left.flatMap((effect) =>
    (effect.kind === 'action' || effect.kind === 'compensation') && (effect.notBefore ?? 0) <= cut.at
      ? [{ effect: effect.id, attempt: effect.attempt, action: effect.action, result: lost }]
      : [],
  )
  return { ...cut, turns, sent: [...drive.sent.slice(0, countSent(turns)), ...sent] }
}

/** How often a probe said so of an effect. */
function notHappened({ log }: Drive, effect: string): number {
  return log.filter(
    ({ type, data }) =>
      type === 'step.probed' &&
      data.result === 'not-happened' &&
      effect.endsWith(`/${data.iteration}/${data.step}${data.undo ? '/undo' : ''}`),
  ).length
}

const lost = {
  ok: false as const,
  error: { class: 'network' as const, message: 'lost', retryable: true, mayHaveHappened: true },
}

/** That a child was cancelled is the result of no call. */
function isSent(command: Command): boolean {
  return command.type === 'settle-step' && (command.result.ok || command.result.error.class !== 'child')
}

function countSent(turns: Drive['turns']): number {
  return turns.filter(({ command }) => command.type === 'settle-compensation' || isSent(command)).length
}

/** What must not depend on a crash: everything but times, and the hashes over them. */
function gist(state: RunState): unknown {
  if (state.status !== 'ended') return state.status
  const { outcome, reason, node, iteration, past, undone, notUndone, costUsd } = state
  return {
    outcome,
    reason,
    node,
    costUsd: Math.round(costUsd * 1e6),
    undone,
    notUndone,
    steps: iteration?.steps.map((step) => step.status),
    past: past.map(({ iteration: number, step, status }) => ({ number, step, status })),
  }
}
