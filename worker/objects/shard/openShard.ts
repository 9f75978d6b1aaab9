import { Breakers } from '../../effects/Breakers.ts'
import type { Env } from '../../env.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import type { Sql } from '../storage/Sql.ts'
import { AlarmClock } from './AlarmClock.ts'
import { stateOf } from './asChild.ts'
import { ChildRuns } from './ChildRuns.ts'
import { Dedupe } from './Dedupe.ts'
import { DeployedLoop } from './DeployedLoop.ts'
import { EffectRunner } from './EffectRunner.ts'
import { EventLog } from './EventLog.ts'
import { withFaultPoints } from './faultPoints.ts'
import { LiveRuns } from './LiveRuns.ts'
import { Notices } from './Notices.ts'
import { OpenRuns } from './OpenRuns.ts'
import { performWith } from './perform.ts'
import { RunTable } from './RunTable.ts'
import { Subscribers } from './Subscribers.ts'
import { Turns } from './Turns.ts'
import { computes } from './takeTurn.ts'

/** A run that can't be looked at is tried again after this. */
const brokenRunMs = 60_000

/** The parts of a shard, put together over its storage. */
export type Shard = ReturnType<typeof assemble>

/** Opens a shard and goes on with every run that it left unfinished. */
export async function openShard(ctx: DurableObjectState, env: Env, sql: Sql, loop: string): Promise<Shard> {
  const shard = assemble(ctx, env, sql, loop)
  await shard.clock.load()
  for (const run of shard.table.open()) recover(shard, run)
  shard.notices.sendAll()
  return shard
}

function assemble(ctx: DurableObjectState, env: Env, sql: Sql, loop: string) {
  const deployed = new DeployedLoop(sql)
  const eventLog = new EventLog(sql)
  const table = new RunTable(sql, loop)
  const live = new LiveRuns(sql, eventLog, table, deployed)
  const open = new OpenRuns()
  const subscribers = new Subscribers()
  const clock = new AlarmClock(ctx.storage)
  const durable = () => ctx.storage.sync()
  const breakers = new Breakers()
  const children = new ChildRuns(env, sql)
  const stateOfChild = (run: string) => stateOf(live, run)
  const notices = new Notices({ env, sql, clock, durable, stateOf: stateOfChild })
  const turns = new Turns({ sql, log: eventLog, table, live, open, subscribers, notices })
  const effects: EffectRunner = new EffectRunner({
    open,
    clock,
    durable,
    afterOthers: () => new Promise((resolve) => setTimeout(resolve, 0)),
    isDoneInTurn: (effect, { program }) => computes(program.program, effect),
    perform: withFaultPoints(env, performWith({ env, deployed, breakers, children })),
    settle: (run, command) => {
      const found = live.get(run)
      if (!found) return
      const before = found.head?.seq
      const rejection = turns.take(found, command)
      if (rejection) log('info', 'result.refused', { run, command: command.type, code: rejection.code })
      effects.owe(found, found.head?.seq === before)
    },
    restart: (reason) => ctx.abort(reason),
  })
  return {
    deployed,
    log: eventLog,
    table,
    live,
    open,
    subscribers,
    clock,
    turns,
    effects,
    breakers,
    children,
    notices,
    dedupe: new Dedupe(sql),
  }
}

/** Looks at every run whose time has come, then sets the alarm for the next. */
export function wakeDueRuns(shard: Shard): void {
  const now = Date.now()
  for (const run of shard.open.due(now)) {
    try {
      const live = shard.live.get(run)
      if (!live) continue
      shard.turns.take(live, { type: 'tick' })
      shard.effects.owe(live)
    } catch (error) {
      // It must not keep the others from being looked at, nor be looked at without end.
      log('error', 'run.not-woken', { run, ...describeBug(error) })
      shard.open.wakeAt(run, now + brokenRunMs)
    }
  }
  shard.notices.sendAll()
  shard.effects.watch()
}

/** A run that can't be recovered is left as it is and must not keep the others from going on. */
function recover(shard: Shard, run: string): void {
  try {
    const live = shard.live.get(run)
    if (!live?.stored) return
    shard.open.note(live.stored, true, 0)
    shard.turns.take(live, { type: 'recover' })
    shard.effects.owe(live)
  } catch (error) {
    log('error', 'run.not-recovered', { run, ...describeBug(error) })
  }
}
