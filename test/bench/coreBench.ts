import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { compile } from '../../shared/compile/compile.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { replay } from '../../shared/engine/replay.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import { mockResponder } from '../../shared/sim/mockResponder.ts'
import { simulate } from '../../shared/sim/simulate.ts'
import { publishedExample } from '../../shared/templates/publishedExample.ts'
import { aProgram, aStep, aVerifier, stepsInAnyOrder } from '../support/programs.ts'
import { medianMs } from './measure.ts'

/** A line of the report: what was measured, and the same machine's time for something known, to compare with. */
export type Row = { what: string; ms: number; against: string; againstMs: number }

/** A run that plans again and again until its log has ten thousand events. */
export function longLog(): RunEvent[] {
  const strategy = stepsInAnyOrder(...Array.from({ length: 10 }, (_, place) => aStep(`step${place}`)))
  const never = { id: 'never', type: 'rule' as const, expr: 'false', onFail: 'replan' as const }
  const { events } = simulate({
    program: aProgram({
      strategy,
      verifiers: { verify: aVerifier({ checks: [never] }) },
      limits: { ...defaultLimits, iterations: 1000, steps: 10_000, durationSeconds: 31_536_000 },
    }),
    input: {},
    seed: 1,
    startAt: 0,
    trace: 'a'.repeat(32),
    respond: mockResponder(),
    maxEvents: 10_000,
  })
  if (events.length < 10_000) throw new Error(`The long run has only ${events.length} events.`)
  return events
}

/** Compiling, folding and verifying, each beside reading the same document as JSON. */
export function benchCore(): Row[] {
  const log = longLog()
  const logText = JSON.stringify(log)
  const parseLog = medianMs(() => JSON.parse(logText) as unknown)
  const graphText = JSON.stringify(publishedExample)
  const parseGraph = medianMs(() => JSON.parse(graphText) as unknown)
  return [
    {
      what: `fold ${log.length} events`,
      ms: medianMs(() => replay(log)),
      against: 'parsing that log as JSON',
      againstMs: parseLog,
    },
    {
      what: `verify the chain of ${log.length} events`,
      ms: medianMs(() => verifyChain(log)),
      against: 'parsing that log as JSON',
      againstMs: parseLog,
    },
    {
      what: 'compile issue-triage',
      ms: medianMs(() => compile(publishedExample)),
      against: 'parsing that graph as JSON',
      againstMs: parseGraph,
    },
  ]
}
