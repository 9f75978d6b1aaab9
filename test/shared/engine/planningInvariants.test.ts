import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive } from '../../support/drive.ts'
import * as rules from '../../support/planningRules.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0.5, 1) })

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
  ])('%s', ([, faults]) => {
    fc.assert(
      fc.property(arbitraryProgram(), world, (program, of) => {
        expect(faults(driveToEnd(startDrive(program), of))).toEqual([])
      }),
    )
  })
})
