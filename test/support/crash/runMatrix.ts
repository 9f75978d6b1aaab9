import { z } from 'zod'
import { EventPage, RunDetail } from '../../../shared/api/runs.ts'
import type { RunEvent } from '../../../shared/engine/event.ts'
import { Api } from '../api.ts'
import { logToEnd } from '../followRun.ts'
import { LocalServer } from '../localServer.ts'
import { CrashTarget, type Received } from './CrashTarget.ts'
import { type Cell, cellOf, cells, crashGraph, isReachedAgain, loopOf } from './matrix.ts'

/** How often the server is killed, each time with every run at its point. */
export const kills = 2
const runsPerCell = 3

/** What the target had received of a run, and its log, when the server was killed. */
export type Moment = { log: RunEvent[]; received: Received[] }

export type MatrixRun = { cell: Cell; run: string; atKill: Moment[]; log: RunEvent[]; received: Received[] }

/** Starts runs of every cell, kills the server each time that all stand at their points, and sees them to their ends. */
export async function runMatrix(): Promise<MatrixRun[]> {
  const target = await CrashTarget.listen()
  const env = { PAVANE_FAULT_URL: `${target.origin}/fault` }
  let server = await LocalServer.start({ env })
  try {
    await publishAll(new Api(server), target)
    const runs = await startAll(new Api(server))
    const moments = new Map(runs.map((run) => [run, [] as Moment[]]))
    for (let kill = 1; kill <= kills; kill += 1) {
      const [held, free] = partition(runs, kill)
      const api = new Api(server)
      await Promise.race([target.untilHeld(held), ...held.map((run) => neverEnds(api, run))])
      await Promise.race([Promise.all(free.map((run) => logToEnd(api, run))), target.neverHeld(free)])
      for (const run of held) moments.get(run)?.push(await momentOf(api, target, run))
      await server.kill()
      target.letGo()
      target.holding = kill < kills
      server = await LocalServer.start({ state: server.state, port: server.port, env })
    }
    const api = new Api(server)
    return await Promise.all(
      runs.map(async (run) => ({
        cell: theCellOf(run),
        run,
        atKill: moments.get(run) ?? [],
        log: await logToEnd(api, run),
        received: receivedOf(target, run),
      })),
    )
  } finally {
    await server.discard()
    await target.close()
  }
}

/** Throws when a run ends that should come to its point. */
async function neverEnds(api: Api, run: string): Promise<never> {
  const log = await logToEnd(api, run).catch(untilKilled)
  throw new Error(`${run} ended without coming to its point: ${JSON.stringify(log.at(-1))}`)
}

/** The stream of a run breaks when the server is killed, and then nobody waits for it any more. */
const untilKilled = () => new Promise<never>(() => {})

/** The runs that come to their points before this kill, and those that end without. */
function partition(runs: string[], kill: number): [string[], string[]] {
  const isHeld = (run: string) => kill === 1 || isReachedAgain(theCellOf(run))
  return [runs.filter(isHeld), runs.filter((run) => !isHeld(run))]
}

async function publishAll(api: Api, target: CrashTarget): Promise<void> {
  await ok(api.send('PUT', '/api/hosts/target', { baseUrl: target.origin }))
  for (const cell of cells) {
    const name = loopOf(cell)
    await ok(api.send('POST', '/api/loops', { name, graph: crashGraph(cell) }))
    await ok(api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: 'First' }))
  }
}

async function startAll(api: Api): Promise<string[]> {
  const starts = cells.flatMap((cell) =>
    Array.from({ length: runsPerCell }, async () => {
      const answer = await ok(api.send('POST', `/hooks/${loopOf(cell)}`, {}, { prefer: 'respond-async' }))
      return RunDetail.parse(await answer.json()).run
    }),
  )
  return Promise.all(starts)
}

async function momentOf(api: Api, target: CrashTarget, run: string): Promise<Moment> {
  const { events } = await api.get(`/api/runs/${run}/events`, EventPage)
  return { log: events, received: receivedOf(target, run) }
}

function receivedOf(target: CrashTarget, run: string): Received[] {
  return target.received.filter(({ path }) => path.startsWith(`/${run}/`)).map((each) => ({ ...each }))
}

function theCellOf(run: string): Cell {
  const cell = cellOf(run)
  if (!cell) throw new Error(`${run} belongs to no cell`)
  return cell
}

async function ok(sent: Promise<Response>): Promise<Response> {
  const response = await sent
  if (response.ok) return response
  const problem = z.json().parse(await response.json())
  throw new Error(`${response.url} answered ${response.status}: ${JSON.stringify(problem)}`)
}
