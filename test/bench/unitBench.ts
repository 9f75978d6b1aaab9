import { eventsAtOnce } from '../../shared/engine/takeTurn.ts'
import { CeilingServer } from './ceilingServer.ts'
import { hasWrk, loadFor } from './load.ts'
import { medianOf, type Throughput } from './measure.ts'
import { bytesIn, processUse } from './processUse.ts'
import { UnitServer, unitBody } from './unitServer.ts'

const rounds = 3
const seconds = 4
/** Rows that the harness of the peers appends for a run. */
const peersRows = 8

type Line = (what: string, measured: string, compared?: string) => void

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`

/**
 * Runs the unit loop (`unitLoop.ts`) on a Pavane as `npm start` runs it, and beside it what workerd itself allows: one Durable
 * Object that appends as many rows as a run of the loop does, each with what was sent; and, for orientation, more rows, and rows as long as the
 * log. Both take turns, round by round, so that what else goes on on the machine meets
 * both; figures are medians of the rounds, and only the ratios mean something elsewhere. Under load an answer must say that every value
 * was right; one call at a time, every value is checked here.
 */
export async function benchUnit(line: Line): Promise<void> {
  const unit = await UnitServer.start()
  const ceiling = await CeilingServer.start()
  try {
    const { rows, run } = await unit.run('fn', 1)
    const characters = Math.round((await unit.log(run)).characters / rows)
    line('load generator', hasWrk() ? 'wrk' : 'this process (install wrk for less noise)')
    line('rows written a run', String(rows), 'as many for the ceiling')
    for (const callers of [1, 16, 64]) await warmUp(unit, ceiling, rows, callers)
    await benchOneByOne(unit, ceiling, rows, line)
    for (const callers of [16, 64]) await benchThroughput(unit, ceiling, { rows, characters }, callers, line)
    await benchHttp(unit, line)
    const long = await benchGrowth(unit, ceiling, line)
    await benchRestart(unit, long, line)
  } finally {
    await ceiling.discard()
    await unit.discard()
  }
}

/** Until the compilers of both are done with what runs often. */
async function warmUp(
  unit: UnitServer,
  ceiling: CeilingServer,
  rows: number,
  callers: number,
): Promise<void> {
  const load = { body: unitBody('fn'), callers, seconds: 2 }
  await loadFor({ ...load, url: ceiling.appending(rows) })
  await loadFor({ ...load, url: unit.hook })
}

async function benchOneByOne(
  unit: UnitServer,
  ceiling: CeilingServer,
  rows: number,
  line: Line,
): Promise<void> {
  const ours: Throughput[] = []
  const theirs: Throughput[] = []
  for (let round = 0; round < rounds; round += 1) {
    theirs.push(await loadFor({ url: ceiling.appending(rows), body: unitBody('fn'), callers: 1, seconds: 2 }))
    ours.push(await loadFor({ url: unit.hook, body: unitBody('fn'), callers: 1, seconds: 2 }))
    for (let run = 0; run < 50; run += 1) await unit.run('fn', 1)
  }
  report(line, '1 caller', ours, theirs)
}

async function benchThroughput(
  unit: UnitServer,
  ceiling: CeilingServer,
  { rows, characters }: { rows: number; characters: number },
  callers: number,
  line: Line,
): Promise<void> {
  const load = { body: unitBody('fn'), callers, seconds }
  const ours: Throughput[] = []
  const theirs: Throughput[] = []
  const peers: Throughput[] = []
  const alike: Throughput[] = []
  const spent = { runs: 0, cpuMs: 0, theirRuns: 0, theirCpuMs: 0, bytes: bytesIn(unit.state) }
  for (let round = 0; round < rounds; round += 1) {
    const before = processUse(ceiling.pid)?.cpuMs ?? Number.NaN
    theirs.push(await loadFor({ ...load, url: ceiling.appending(rows) }))
    spent.theirCpuMs += (processUse(ceiling.pid)?.cpuMs ?? Number.NaN) - before
    spent.theirRuns += theirs.at(-1)?.calls ?? 0
    const start = processUse(unit.pid)?.cpuMs ?? Number.NaN
    ours.push(await loadFor({ ...load, url: unit.hook }))
    spent.cpuMs += (processUse(unit.pid)?.cpuMs ?? Number.NaN) - start
    spent.runs += ours.at(-1)?.calls ?? 0
    peers.push(await loadFor({ ...load, url: ceiling.appending(peersRows) }))
    alike.push(await loadFor({ ...load, url: ceiling.appending(rows, characters) }))
  }
  report(line, `${callers} callers`, ours, theirs)
  const perSecond = (all: Throughput[]) => medianOf(all.map((each) => each.perSecond))
  const against = (what: string, all: Throughput[]) =>
    line(
      `  against ${what}`,
      `${perSecond(all).toFixed(0)}/s`,
      `${(perSecond(ours) / perSecond(all)).toFixed(2)} × its runs`,
    )
  against(`${peersRows} rows appended`, peers)
  against(`${rows} rows as long as the log`, alike)
  const cpu = spent.cpuMs / spent.runs
  const theirCpu = spent.theirCpuMs / spent.theirRuns
  line('  CPU a run', ms(cpu), `${(cpu / theirCpu).toFixed(2)} × the ceiling's ${ms(theirCpu)}`)
  line('  bytes on disk a run', String(Math.round((bytesIn(unit.state) - spent.bytes) / spent.runs)))
  line(
    '  memory',
    `${processUse(unit.pid)?.memoryMb ?? Number.NaN} MB`,
    `${processUse(ceiling.pid)?.memoryMb ?? Number.NaN} MB the ceiling`,
  )
}

function report(line: Line, what: string, ours: Throughput[], theirs: Throughput[]): void {
  const of = (all: Throughput[], key: 'perSecond' | 'p50' | 'p99') => medianOf(all.map((each) => each[key]))
  const [rate, theirRate] = [of(ours, 'perSecond'), of(theirs, 'perSecond')]
  const [p50, theirP50] = [of(ours, 'p50'), of(theirs, 'p50')]
  const [p99, theirP99] = [of(ours, 'p99'), of(theirs, 'p99')]
  line(
    what,
    `${rate.toFixed(0)} runs/s, p50 ${ms(p50)}, p99 ${ms(p99)}`,
    `${(rate / theirRate).toFixed(2)} × the ceiling's ${theirRate.toFixed(0)}/s; p50 ${(p50 / theirP50).toFixed(1)} × its ${ms(theirP50)}, p99 ${(p99 / theirP99).toFixed(1)} × its ${ms(theirP99)}`,
  )
}

async function benchHttp(unit: UnitServer, line: Line): Promise<void> {
  const { rows } = await unit.run('http', 1)
  const loads: Throughput[] = []
  for (let round = 0; round < rounds; round += 1)
    loads.push(await loadFor({ url: unit.hook, body: unitBody('http'), callers: 16, seconds: 2 }))
  const rate = medianOf(loads.map(({ perSecond }) => perSecond))
  line('16 callers, three HTTP calls a run', `${rate.toFixed(0)} runs/s`, `${rows} rows a run`)
}

/** Runs of 10, 100 and 1,000 iterations; gives the last and longest. */
async function benchGrowth(
  unit: UnitServer,
  ceiling: CeilingServer,
  line: Line,
): Promise<{ long: string; short: string }> {
  const runs = { short: '', long: '' }
  for (let warm = 0; warm < 5; warm += 1) await unit.run('fn', 100)
  let first = Number.NaN
  for (const iterations of [10, 100, 1000]) {
    const times: number[] = []
    let rows = 0
    for (let round = 0; round < rounds; round += 1) {
      const result = await unit.run('fn', iterations)
      times.push(result.ms / iterations)
      rows = result.rows
      runs[iterations === 1000 ? 'long' : 'short'] = result.run
    }
    const each = medianOf(times)
    if (Number.isNaN(first)) first = each
    line(
      `one run of ${iterations} iterations`,
      `${each.toFixed(3)} ms an iteration`,
      `${(each / first).toFixed(2)} × that of 10; ${rows} rows`,
    )
  }
  await benchChain(unit, ceiling, line)
  return runs
}

/** What stands around the filling of a chained text: its number and two digests. */
const charactersAround = 170

/**
 * A run of 1,000 iterations, and in turn with it what its log alone takes: as many texts as it has events, as long as those are, each with
 * the digest of the one before, appended in rows by an object that does nothing else.
 */
async function benchChain(unit: UnitServer, ceiling: CeilingServer, line: Line): Promise<void> {
  const iterations = 1000
  const [one, eleven] = [
    await unit.log((await unit.run('fn', 1)).run),
    await unit.log((await unit.run('fn', 11)).run),
  ]
  const events = (eleven.events - one.events) / 10
  const characters = (eleven.characters - one.characters) / 10 / events
  // A turn ends after so many events, and a row with it.
  const rows = Math.ceil((events * iterations) / eventsAtOnce)
  const url = ceiling.chaining(
    rows,
    Math.round((events * iterations) / rows),
    Math.round(characters) - charactersAround,
  )
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round < 4 * rounds; round += 1) {
    bare.push((await msOf(url)) / iterations)
    ours.push((await unit.run('fn', iterations)).ms / iterations)
  }
  // The first ones came before the ceiling's compiler was done.
  const [each, least] = [medianOf(ours.slice(rounds)), medianOf(bare.slice(rounds))]
  line(
    '  against chaining and appending its events',
    `${each.toFixed(3)} ms an iteration`,
    `${(each / least).toFixed(1)} × its ${least.toFixed(3)} ms for ${events} events of ${Math.round(characters)} characters`,
  )
}

async function msOf(url: string): Promise<number> {
  const began = performance.now()
  await (await fetch(url, { method: 'POST', body: '{}' })).text()
  return performance.now() - began
}

/** What it takes to fold a run in a shard that has just started: bounded by the snapshot, however long the log is. */
async function benchRestart(
  unit: UnitServer,
  runs: { long: string; short: string },
  line: Line,
): Promise<void> {
  const starts: number[] = []
  const folds: number[] = []
  const controls: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    starts.push(await unit.restart())
    // The first question also opens the shard, so each of the two is the first in turn.
    const [one, other] = round % 2 === 0 ? [runs.long, runs.short] : [runs.short, runs.long]
    const [before, after] = [await unit.fold(one), await unit.fold(other)]
    folds.push(round % 2 === 0 ? before : after)
    controls.push(round % 2 === 0 ? after : before)
  }
  line('start-up, built already', ms(medianOf(starts)))
  line('first answer about the run of 1,000', ms(medianOf(folds)), `${ms(medianOf(controls))} of 100`)
}
