import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { RunDetail } from '../../../shared/api/runs.ts'
import type { RunSimulation } from '../../../shared/cases/simulateRun.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { mayHoldToken } from '../../../shared/privacy/token.ts'
import { asideInSimulations, diffRuns } from '../../../shared/projections/runDiff.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { type Compared, ComparedRuns, comparedRun } from '../compare/ComparedRuns.tsx'
import type { ComparedSides } from '../compare/comparedSides.ts'
import { DiffList } from '../compare/DiffList.tsx'
import { nodeTitles } from '../compare/entryTitle.ts'
import { notPlayedWords } from './notPlayedWords.ts'
import { Simulating } from './Simulating.tsx'
import { simulateOffThread } from './simulateOffThread.ts'
import type { BoundPolicies } from './useBoundPolicies.ts'
import type { Under } from './useUnder.ts'

type SimulatedProps = {
  run: RunDetail
  own: Program
  events: readonly RunEvent[]
  under: Under
  program: Program
  policies: Exclude<BoundPolicies, 'loading'>
}

/** A run beside its simulation, and where the simulation came out otherwise. */
export function Simulated({ run, own, events, under, program, policies }: SimulatedProps) {
  const policySet = policies === 'gone' ? null : policies
  const { data: made, error } = useQuery({
    queryKey: ['simulation', run.run, program.version, policySet?.digest ?? null],
    queryFn: () => simulateOffThread([{ program: own, events }, program, policySet]),
    // Neither its log nor the program changes any more; the same again would come out the same.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const diff = useMemo(() => made && diffRuns(made.recorded, made.simulated, asideInSimulations), [made])
  const sides = useMemo((): ComparedSides => sidesOf(run.run, own, program), [run.run, own, program])
  if (error) return <ProblemNotice error={error} className="m-4" />
  if (made === undefined) return <Simulating />
  if (!made || !diff)
    return <p className="p-4 text-sm text-fg-2">The log of the run does not begin with it.</p>
  return (
    <>
      <ComparedRuns
        a={comparedRun('the record', run, events.at(-1)?.at ?? run.acceptedAt)}
        b={asCompared(made, run, under)}
      />
      <Remarks made={made} under={under} gone={policies === 'gone'} isSame={diff.differences === 0} />
      <DiffList key={String(under)} diff={diff} sides={sides} same="The same decisions" />
    </>
  )
}

function sidesOf(run: string, own: Program, program: Program): ComparedSides {
  return {
    a: {
      name: 'the record',
      momentOf: (seq) => `/runs/${encodeURIComponent(run)}?at=${seq}`,
      titleOf: nodeTitles(own),
    },
    b: { name: 'the simulation', momentOf: () => null, titleOf: nodeTitles(program) },
  }
}

/** What became of the simulated run, as its log tells it. */
function asCompared({ simulated }: RunSimulation, { loop }: RunDetail, under: Under): Compared {
  const first = simulated[0]
  // Its leases are given back after its end.
  const ended = simulated.find((event) => event.type === 'run.ended')
  const end = ended?.data
  const last = ended ?? simulated.at(-1)
  return {
    name: 'the simulation',
    run: null,
    loop,
    version: under === 'own' ? 'its own' : under === 'draft' ? 'draft' : `v${under}`,
    status: end ? 'ended' : 'waiting',
    outcome: end?.outcome ?? null,
    reason: end?.reason ?? null,
    message: end?.message ?? '',
    iterations: end?.iterations ?? 0,
    steps: end?.steps ?? 0,
    costUsd: end?.costUsd ?? 0,
    startedAt: null,
    tookMs: (last?.at ?? 0) - (first?.at ?? 0),
  }
}

type RemarksProps = { made: RunSimulation; under: Under; gone: boolean; isSame: boolean }

/** What the simulation shows, and what it can't. */
function Remarks({ made, under, gone, isSame }: RemarksProps) {
  const { rejection, leftOut, madeUp } = made
  return (
    <div className="flex shrink-0 flex-col gap-0.5 border-b border-line-1 px-4 py-1.5 text-xs text-fg-2">
      <p>
        Executed again in this browser, with the input of the run and what everything outside answered then.
        Nothing was called, nobody was asked, and nothing is kept.
        {under === 'own' &&
          isSame &&
          ' Its own version decides the same again, from the input to the outcome.'}
      </p>
      {rejection && <p className="text-danger">The input is refused: {rejection.message}</p>}
      {madeUp.length > 0 && (
        <p className="text-warning">
          Not on record: {madeUp.join(', ')} {madeUp.length === 1 ? 'is' : 'are'} called more often than the
          run did. What came of that is made up.
        </p>
      )}
      {mayHoldToken(JSON.stringify(made.recorded[0])) && (
        <p className="text-warning">
          Personal values stand as tokens: what was decided by such a value itself may come out otherwise.
        </p>
      )}
      {gone && (
        <p className="text-warning">
          The workspace’s policies that the run was bound to are not kept any more: the simulation is held to
          none of the workspace.
        </p>
      )}
      {leftOut.map((what) => (
        <p key={what} className="text-warning">
          {notPlayedWords[what]}
        </p>
      ))}
    </div>
  )
}
