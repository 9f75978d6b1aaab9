import { verifyChain } from '../../shared/audit/verifyChain.ts'
import { compile } from '../../shared/compile/compile.ts'
import type { Program } from '../../shared/compile/program.ts'
import { decide } from '../../shared/engine/decide.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { replay } from '../../shared/engine/replay.ts'
import { initialState } from '../../shared/engine/state.ts'
import { defaultLimits } from '../../shared/graph/limits.ts'
import type { Json } from '../../shared/json.ts'
import { searchGoal } from '../../shared/plan/goal.ts'
import { iterationsOf } from '../../shared/projections/iterations.ts'
import { timelineOf } from '../../shared/projections/timeline.ts'
import { mockResponder } from '../../shared/sim/mockResponder.ts'
import { simulate } from '../../shared/sim/simulate.ts'
import { publishedExample } from '../../shared/templates/publishedExample.ts'
import { issueOpened } from '../support/githubIssue.ts'
import { aProgram, aStep, aVerifier, stepsInAnyOrder } from '../support/programs.ts'
import { setCover } from '../support/setCover.ts'
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
      limits: {
        ...defaultLimits,
        iterations: 1000,
        steps: 10_000,
        durationSeconds: 31_536_000,
        repeats: 1000,
      },
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

/** A whole simulated run, with every effect answered at once. */
function run(program: Program, input: Json): void {
  const outside = { seed: 1, startAt: 0, trace: 'a'.repeat(32), respond: mockResponder() }
  const { state } = simulate({ program, input, ...outside, maxEvents: 100_000 })
  if (state.status !== 'ended') throw new Error(`The run is ${state.status}.`)
}

/** A program with one plan of that many steps, each of which reads another and has a condition. */
function wideProgram(steps: number): Program {
  const templates = Array.from({ length: steps }, (_, place) =>
    place === 0
      ? aStep('step0')
      : aStep(`step${place}`, {
          args: { before: `{{ steps.step${place - 1}.output }}` },
          when: 'steps.step0.status == "succeeded"',
          after: place > 10 ? [`step${place - 10}`] : [],
        }),
  )
  return aProgram({
    strategy: stepsInAnyOrder(...templates),
    limits: { ...defaultLimits, steps, durationSeconds: 31_536_000 },
  })
}

/** What a turn costs: in one plan of few steps and of many, and for a real webhook. */
function benchTurns(): Row[] {
  const { program } = compile(publishedExample)
  if (!program) throw new Error('The example does not compile.')
  const issue = issueOpened() as unknown as Json
  const text = JSON.stringify(issue)
  const against = 'parsing that payload as JSON'
  const againstMs = medianMs(() => JSON.parse(text) as unknown)
  const request = { source: 'simulation' as const, method: 'POST', headers: {}, by: null }
  const accept = { type: 'accept', at: 0, run: 'bench.0.1', input: issue, request, seed: 1 } as const
  const small = wideProgram(100)
  const wide = wideProgram(1000)
  const smallMs = medianMs(() => run(small, {}))
  return [
    {
      what: 'accept a webhook of issue-triage',
      ms: medianMs(() => decide(program, initialState, { ...accept, dedupeKey: null })),
      against,
      againstMs,
    },
    { what: 'its whole run, simulated', ms: medianMs(() => run(program, issue)), against, againstMs },
    {
      what: 'a run of 1,000 steps in one plan',
      ms: medianMs(() => run(wide, {})),
      against: 'one of 100 steps',
      againstMs: smallMs,
    },
  ]
}

/** A search for a goal that comes to its bound on states: the longest that a planner holds up a turn. */
function benchGoal(): Row[] {
  const search = (states?: number) => {
    const { strategy, request } = setCover(64, 64, states)
    return () => searchGoal(strategy, request)
  }
  return [
    {
      what: 'a goal that comes to its bound',
      ms: medianMs(search()),
      against: 'the same up to 1,000 states',
      againstMs: medianMs(search(1000)),
    },
  ]
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
      what: 'its timeline',
      ms: medianMs(() => timelineOf(log)),
      against: 'parsing that log as JSON',
      againstMs: parseLog,
    },
    {
      what: 'its iterations',
      ms: medianMs(() => iterationsOf(log)),
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
    ...benchTurns(),
    ...benchGoal(),
  ]
}
