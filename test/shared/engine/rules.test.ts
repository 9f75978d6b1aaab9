import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyChain } from '../../../shared/audit/verifyChain.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { RunEvent } from '../../../shared/engine/event.ts'
import { replay } from '../../../shared/engine/replay.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { anyProgram } from '../../support/arbitraries/anyProgram.ts'
import { arbitraryProgram } from '../../support/arbitraries/program.ts'
import { arbitraryScript, type History, runHostile } from '../../support/hostileHost.ts'
import * as hostile from '../../support/hostileRules.ts'
import * as calm from '../../support/runRules.ts'
import '../../support/fastCheck.ts'

/**
 * The rules of the architecture, section 4, each with the property that holds it against a host that loses, repeats, delays and
 * reorders results, crashes at any point, and lets time pass; and against people who pause and cancel.
 */
const rules: [rule: string, property: string, faults: (history: History) => string[]][] = [
  ['intent before effect', 'nothing leaves before its intent is durable', hostile.intendsBeforeSending],
  ['intent before effect', 'nothing is owed without an intent', calm.intendsBeforeItActs],
  [
    'one id and one key for an effect',
    'what leaves again is the same, under the same key',
    hostile.keepsOneKey,
  ],
  [
    'results carry their epoch',
    'a stale result is late, once, and changes nothing',
    hostile.ignoresStaleResults,
  ],
  ['results carry their epoch', 'a step settles once', calm.settlesOnce],
  ['unknown is uncertain', 'what can’t be repeated never leaves again blindly', hostile.neverRepeatsBlindly],
  ['undo', 'last first, one at a time, nothing twice', calm.undoesInReverse],
  ['undo', 'of all that may have happened', hostile.undoesEverything],
  ['policies', 'what was denied does not happen', calm.obeysDenials],
  ['policies', 'what needs an approval waits for it', calm.waitsForApprovals],
  ['work is bounded', 'iterations and steps; every run ends', calm.endsWithinLimits],
  ['work is bounded', 'parallelism', calm.boundsParallelism],
  ['work is bounded', 'cost', hostile.spendsWithinLimit],
  ['work is bounded', 'time, pauses and cancellations', hostile.startsNothingForbidden],
  ['verdicts', 'once all steps have settled, each check once', calm.judgesOnce],
  ['leases', 'in the order of their names, all before the start, and all given back', calm.ordersLeases],
  ['folding', 'the log alone gives the state, and verifies', foldsToItsState],
]

function foldsToItsState({ log, state }: History): string[] {
  const again = JSON.parse(JSON.stringify(log)) as RunEvent[]
  const faults = again.flatMap((event) => RunEvent.safeParse(event).error?.message ?? [])
  if (JSON.stringify(replay(again)) !== JSON.stringify(state)) faults.push('another state')
  if (!verifyChain(again).ok) faults.push('a broken chain')
  return faults
}

/** What no event may be when a policy denies everything at a point. */
const denials: [Policy['at'], (event: RunEvent, log: RunEvent[]) => boolean][] = [
  ['input', ({ type }) => type === 'iteration.started' || type === 'step.started'],
  ['plan', ({ type }) => type === 'plan.adopted' || type === 'step.started'],
  ['step', ({ type }) => type === 'step.started'],
  // What a step that maps over a list brings is what its items brought: it was not called itself.
  [
    'output',
    (event, log) =>
      event.type === 'step.succeeded' && !log.some((each) => isExpansionOf(each, event.data.step)),
  ],
  ['verdict', (event) => event.type === 'verdict.reached' && /pass|replan/.test(event.data.verdict)],
]

const isExpansionOf = (event: RunEvent, step: string) =>
  event.type === 'step.expanded' && event.data.step === step

/** The event that can’t come about without the point having been passed: then the denial must be on record. */
const reachesPoint: Record<Policy['at'], (event: RunEvent) => boolean> = {
  input: ({ type }) => type === 'input.checked',
  plan: (event) =>
    event.type === 'plan.rejected' && event.data.reasons.some(({ code }) => code === 'plan-denied'),
  step: (event) => event.type === 'step.failed' && event.data.error.class === 'policy',
  output: (event) => event.type === 'step.failed' && event.data.error.class === 'policy',
  verdict: ({ type }) => type === 'verdict.reached',
}

describe('a run on a hostile host', () => {
  it.for(rules)('%s: %s', ([, , faults]) => {
    fc.assert(
      fc.property(anyProgram, arbitraryScript, fc.integer(), (program, script, seed) => {
        expect(faults(runHostile(program, script, seed))).toEqual([])
      }),
    )
  })

  it.for(denials)(
    'policies: one that denies everything at %s lets nothing through there',
    ([point, isPast]) => {
      const program = arbitraryProgram().map((made) => denyingAt(made, point))
      fc.assert(
        fc.property(program, arbitraryScript, fc.integer(), (made, script, seed) => {
          const { log } = runHostile(made, script, seed)
          expect(log.filter((event) => isPast(event, log))).toEqual([])
          const denied = log.filter(
            ({ type, data }) => type === 'policy.evaluated' && data.policy === 'never',
          )
          const reached = log.some(reachesPoint[point])
          expect(denied.length > 0).toBe(reached)
        }),
      )
    },
  )
})

function denyingAt(program: Program, at: Policy['at']): Program {
  const policy: Policy = { id: 'never', title: 'Never', at, when: 'true', effect: 'deny', message: 'Never.' }
  return { ...program, policies: [policy] }
}
