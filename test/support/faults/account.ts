import { setTimeout as pause } from 'node:timers/promises'
import { RunList, type RunSummary } from '../../../shared/api/runs.ts'
import type { Api } from '../api.ts'
import type { Deliveries } from './Deliveries.ts'
import type { FaultTarget } from './FaultTarget.ts'
import { faultLoopName, faultSteps } from './faultLoop.ts'

/** What became of what was accepted. All but the first three and `toldAgain` must be 0. */
export type Account = {
  accepted: number
  /** Answers to deliveries, by status. */
  answers: Record<string, number>
  toldAgain: number
  /** Accepted items without a run, whose run did not succeed, of which a change is missing, or of whose end nobody was told. */
  lost: { runs: number; ends: number; changes: number; callbacks: number }
  /** Items with more than one run, changes that took effect more than once, ends that were told under more than one id. */
  doubled: { runs: number; changes: number; callbacks: number }
  /** Requests and runs that nobody asked for. */
  stray: number
}

const endWithinMs = 180_000
const quietMs = 120_000

/** Waits until every run has ended and was told, and compares what the sender, the server and the target say. */
export async function takeAccount(api: Api, sent: Deliveries, target: FaultTarget): Promise<Account> {
  await untilNoneInFlight(api)
  const ids = new Set([...sent.runs.values()].flatMap((runs) => [...runs]))
  await untilAllHeard(target, ids.size)
  const listed = new Map((await listRuns(api)).map((run) => [run.run, run]))
  const items = [...sent.runs].map(([item, runs]) => ({ item, runs: [...runs] }))
  const count = (is: (each: { item: number; runs: string[] }) => boolean) => items.filter(is).length
  const changesOf = (item: number) => faultSteps.map((step) => target.changes[step].get(item))
  return {
    accepted: items.length,
    answers: Object.fromEntries(sent.answers),
    toldAgain: [...target.heard.values()].filter(({ times }) => times > 1).length,
    lost: {
      runs: count(({ runs }) => runs.some((run) => !listed.has(run))),
      ends: count(({ runs }) => runs.some((run) => listed.get(run)?.outcome !== 'succeeded')),
      changes: count(({ item }) => changesOf(item).some((change) => !change || change.applied === 0)),
      callbacks: count(({ runs }) => runs.some((run) => target.heard.get(run)?.outcome !== 'succeeded')),
    },
    doubled: {
      runs: count(({ runs }) => runs.length > 1),
      changes: count(({ item }) =>
        changesOf(item).some((change) => change && (change.applied > 1 || change.keys.size > 1)),
      ),
      callbacks: [...target.heard.values()].filter((heard) => heard.ids.size > 1).length,
    },
    stray:
      target.wrong.length +
      [...listed.keys()].filter((run) => !ids.has(run)).length +
      [...target.heard.keys()].filter((run) => !ids.has(run)).length,
  }
}

/** Callbacks that were held up come one after the other: it gives up when none came for a while. */
async function untilAllHeard(target: FaultTarget, count: number): Promise<void> {
  for (let before = -1; target.heard.size < count && target.heard.size > before; ) {
    before = target.heard.size
    await target.untilHeard(count, quietMs)
  }
}

async function untilNoneInFlight(api: Api): Promise<void> {
  const deadline = Date.now() + endWithinMs
  for (;;) {
    const { runs } = await api.get(`/api/runs?loop=${faultLoopName}&status=in-flight&limit=1`, RunList)
    if (runs.length === 0) return
    if (Date.now() > deadline) throw new Error(`Runs still are under way: ${JSON.stringify(runs)}`)
    await pause(200)
  }
}

async function listRuns(api: Api): Promise<RunSummary[]> {
  const found: RunSummary[] = []
  for (let cursor = ''; ; ) {
    const page = await api.get(`/api/runs?loop=${faultLoopName}&limit=200${cursor}`, RunList)
    found.push(...page.runs)
    if (page.next === null) return found
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}
