import type { Program } from '../compile/program.ts'
import type { Rejection } from '../engine/command.ts'
import type { RunEvent } from '../engine/event.ts'
import type { PolicySet } from '../policy/policySet.ts'
import { simulateTrial } from '../sim/trial.ts'
import { answersOf, callsIn } from './answersOf.ts'
import { caseOfRun, type LeftOut, runsIn } from './caseOf.ts'
import { trialOf } from './runCases.ts'

/** A run that was executed again with what everything outside had answered in it. Neither log names a run, so that they compare. */
export type RunSimulation = {
  recorded: RunEvent[]
  simulated: RunEvent[]
  /** Why the input was refused; null when it was not. */
  rejection: Rejection | null
  /** What of the recorded run could not be played again, so that the result may differ. */
  leftOut: LeftOut[]
  /** What was called more often than the record has answers: it was answered as it was the last time, or with a sample. */
  madeUp: string[]
}

/**
 * Executes a recorded run again with the production engine, under any program: nothing is called, and what everything outside answered
 * comes from the log. Null for a log that does not begin with its run.
 */
export function simulateRun(
  recorded: { program: Program; events: readonly RunEvent[] },
  under: Program,
  policySet: PolicySet | null = null,
): RunSimulation | null {
  const [accepted] = recorded.events
  const made = caseOfRun({ id: 'run', title: 'Run' }, recorded.program, recorded.events)
  if (!made || accepted?.type !== 'run.accepted') return null
  const { run, recent, fork } = accepted.data
  const trial = trialOf(under, made.case, policySet)
  const mocks = answersOf(recorded.program, recorded.events, 'whole')
  const known = { ...(recent ? { recent } : {}), ...(fork ? { fork } : {}) }
  const { events, rejection } = simulateTrial({ ...trial, mocks, ...known })
  return {
    recorded: withoutIds(recorded.events, runsIn(recorded.program, run, recorded.events)),
    simulated: withoutIds(events, ownRun(events)),
    rejection,
    // The whole log is compared and played with all that it began from, so none of these is lost here.
    leftOut: made.leftOut.filter((what) => what !== 'body' && what !== 'recent' && what !== 'fork'),
    madeUp: surplus(callsIn(recorded.program, recorded.events).counts(), callsIn(under, events).counts()),
  }
}

const ownRun = ([first]: readonly RunEvent[]) => (first?.type === 'run.accepted' ? [first.data.run] : [])

function withoutIds(events: readonly RunEvent[], runs: readonly string[]): RunEvent[] {
  const text = runs.reduce((all, run) => all.replaceAll(run, ''), JSON.stringify(events))
  return JSON.parse(text) as RunEvent[]
}

function surplus(known: ReadonlyMap<string, number>, made: ReadonlyMap<string, number>): string[] {
  return [...made].flatMap(([key, count]) => (count > (known.get(key) ?? 0) ? [key] : []))
}
