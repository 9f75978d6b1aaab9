import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { type Drive, driveToEnd, startDrive } from '../../support/drive.ts'
import * as rules from '../../support/runRules.ts'
import '../../support/fastCheck.ts'

const world = fc.record({ seed: fc.integer(), granting: fc.constantFrom(0, 0.5, 1) })

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
  ])('%s', ([, faults]) => {
    fc.assert(
      fc.property(arbitraryProgram(), world, (program, of) => {
        expect(faults(driveToEnd(startDrive(program), of))).toEqual([])
      }),
    )
  })
})
