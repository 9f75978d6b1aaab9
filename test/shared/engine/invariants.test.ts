import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Effect } from '../../../shared/engine/effect.ts'
import { jitter } from '../../../shared/engine/retry.ts'
import * as actingRules from '../../support/actingRules.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive, type World } from '../../support/drive.ts'
import * as rules from '../../support/runRules.ts'
import '../../support/fastCheck.ts'

const world = fc.record({
  seed: fc.integer(),
  granting: fc.constantFrom(0, 0.5, 1),
  shuffled: fc.boolean(),
})

/** Results come in the order in which things were sent, or in any other. */
function inAnyOrder({ seed, granting, shuffled }: Shuffled): World {
  if (!shuffled) return { seed, granting }
  const choose = (effects: Effect[]): Effect => {
    const order = (effect: Effect) => jitter(seed, `${effect.id} order`, effects.length)
    return effects.reduce((first, effect) => (order(effect) < order(first) ? effect : first))
  }
  return { seed, granting, choose }
}

type Shuffled = World & { shuffled: boolean }

describe('every random run', () => {
  it.for<[string, (drive: Drive) => string[]]>([
    ['ends once, within its limits on iterations and steps', rules.endsWithinLimits],
    ['never has more steps at work than its limit on parallelism', rules.boundsParallelism],
    ['owes an effect only after the intent is on record, under its key', rules.intendsBeforeItActs],
    ['settles each step once', rules.settlesOnce],
    ['judges only when all steps have settled, each check once for a verdict', rules.judgesOnce],
    ['undoes what was started last first, one at a time, and nothing twice', rules.undoesInReverse],
    [
      'acquires leases in the order of their names before a step starts, and gives all back',
      rules.ordersLeases,
    ],
    ['does nothing that a policy denied', rules.obeysDenials],
    ['starts nothing that waits for an approval, and counts each person once', rules.waitsForApprovals],
    ['sends nothing after its end, and no more often than retries allow', rules.boundsSending],
    ['joins the items of a list once, when all have settled', actingRules.joinsItems],
    ['has no more items of a list at work than it may', actingRules.boundsItems],
    ['falls back only on what failed for good, and then always', actingRules.standsInForFailures],
    ['records an event once, and gives it to one wait', actingRules.takesSignalsOnce],
    ['probes what is unknown, and goes by what it finds', actingRules.probesWhatIsUnknown],
    ['probes an undo whose result is unknown, and goes by what it finds', actingRules.probesUnknownUndos],
    ['tries nothing again after the time for all attempts', actingRules.endsAttemptsInTime],
    ['has no child left when nothing is owed any more', actingRules.forgetsNoChild],
  ])('%s', ([, faults]) => {
    fc.assert(
      fc.property(arbitraryProgram(), world, (program, of) => {
        expect(faults(driveToEnd(startDrive(program), inAnyOrder(of)))).toEqual([])
      }),
    )
  })
})
