import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProgram, replanningProgram } from '../../support/arbitraries/anyProgram.ts'
import { type Drive, driveToEnd, startDrive } from '../../support/drive.ts'
import * as rules from '../../support/planningRules.ts'
import '../../support/fastCheck.ts'

const program = fc.oneof(anyProgram, replanningProgram)
const world = fc.record({
  seed: fc.integer(),
  granting: fc.constantFrom(0.5, 1),
  sendingBack: fc.constantFrom(0, 0.3, 0.8),
})

describe('every random run', () => {
  it.for<[string, (drive: Drive) => string[]]>([
    [
      'asks its planners in order, within their bounds, and again only after a rejection',
      rules.asksWithinBounds,
    ],
    ['asks external planners only on record, and takes each answer once', rules.asksWithIntent],
    ['proposes only plans that are sound and keep the rails', rules.plansSoundly],
    ['adopts and starts nothing whose assumptions fail or were not looked at', rules.actsOnWhatHolds],
    ['waits as long as it says before it goes on', rules.keepsThePace],
    ['ends when the same calls bring the same results too often', rules.endsRepetition],
    ['starts nothing on an input that is too old', rules.actsOnFreshInput],
    ['tells what was sent back to the iteration that it led to, and to no other', rules.knowsWhatWasSentBack],
    ['knows the last plan that was proposed until there is another', rules.knowsThePlanBefore],
  ])('%s', ([, faults]) => {
    fc.assert(
      fc.property(program, world, (made, of) => {
        expect(faults(driveToEnd(startDrive(made), of))).toEqual([])
      }),
    )
  })
})
