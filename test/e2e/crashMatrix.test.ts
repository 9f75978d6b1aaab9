import { beforeAll, describe, expect, it } from 'vitest'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import {
  type Cell,
  cells,
  effectOf,
  isReachedAgain,
  loopOf,
  pathOf,
  points,
  wantedRequests,
} from '../support/crash/matrix.ts'
import { kills, type MatrixRun, type Moment, runMatrix } from '../support/crash/runMatrix.ts'

let runs: MatrixRun[]
beforeAll(async () => {
  runs = await runMatrix()
}, 180_000)

const runsOf = (cell: Cell) => runs.filter(({ run }) => run.startsWith(`${loopOf(cell)}.`))

const titleOf = (cell: Cell) => {
  const { subject, idempotency } = cell
  const requests = `${wantedRequests(cell, kills)} requests`
  return `${subject} · ${idempotency}: ${idempotency === 'none' ? `at most one request (${requests})` : `one effect (${requests})`}`
}

describe.for(points)('SIGKILL at %s, again and again', (point) => {
  const here = cells.filter((cell) => cell.point === point).map((cell) => [titleOf(cell), cell] as const)

  it.for(here)('%s', ([, cell]) => {
    const times = isReachedAgain(cell) ? kills : 1
    for (const matrixRun of runsOf(cell)) {
      expect(matrixRun.atKill).toHaveLength(times)
      for (const moment of matrixRun.atKill) expectAtPoint(cell, matrixRun.run, moment)
      expectAtTarget(cell, matrixRun)
      expectLog(cell, matrixRun)
    }
    expect(runsOf(cell).length).toBeGreaterThan(0)
  })
})

/** What the log and the target say together that the run stood at its cell's point. */
function expectAtPoint(cell: Cell, run: string, { log, received }: Moment): void {
  const requests = received.filter(({ path }) => path === pathOf(cell, run))
  const { intended, settled } = factsOf(cell, log)
  expect(intended).toBe(true)
  expect(settled).toBe(cell.point === 'commit')
  expect(requests.length > 0).toBe(cell.point !== 'intent')
  expect(requests.some(({ answered }) => answered)).toBe(cell.point === 'receive' || cell.point === 'commit')
}

function expectAtTarget(cell: Cell, { run, received }: MatrixRun): void {
  const requests = received.filter(({ path }) => path === pathOf(cell, run))
  expect(requests).toHaveLength(wantedRequests(cell, kills))
  const effects = cell.idempotency === 'none' ? requests.length : 1
  expect(requests.filter(({ applied }) => applied)).toHaveLength(effects)
  const key = cell.idempotency === 'keyed' ? effectOf(cell, run) : null
  expect(requests.filter((request) => request.key !== key)).toEqual([])
  // Whatever else the run asked for, its undos included: nothing took effect twice, under no two keys.
  for (const path of new Set(received.map((each) => each.path))) {
    const same = received.filter((each) => each.path === path)
    expect(same.filter(({ applied }) => applied).length).toBeLessThanOrEqual(1)
    expect(new Set(same.map(({ key }) => key)).size).toBe(1)
  }
}

function expectLog(cell: Cell, { run, log, atKill, received }: MatrixRun): void {
  for (const moment of atKill) expect(log.slice(0, moment.log.length)).toEqual(moment.log)
  expect(verifyChain(log)).toMatchObject({ ok: true, count: log.length })
  const isUncertain = cell.idempotency === 'none' && cell.point !== 'commit'
  const isRolledBack = cell.subject === 'undo' || isUncertain
  expect(log.at(-1)).toMatchObject({
    type: 'run.ended',
    data: {
      outcome: isRolledBack ? 'rolled-back' : 'succeeded',
      notUndone: cell.subject === 'undo' && isUncertain ? [`${run}/1/first`] : [],
    },
  })
  // What was begun before it is undone whatever became of it, and once.
  const undone = received.filter(({ path, applied }) => path === `/${run}/base/undo` && applied)
  expect(undone).toHaveLength(isRolledBack ? 1 : 0)
}

function factsOf({ subject }: Cell, log: RunEvent[]): { intended: boolean; settled: boolean } {
  const types = log.flatMap((event) =>
    'step' in event.data && event.data.step === 'first' ? [event.type] : [],
  )
  return subject === 'action'
    ? { intended: types.includes('step.started'), settled: types.includes('step.succeeded') }
    : { intended: types.includes('compensation.started'), settled: types.includes('compensation.succeeded') }
}
