import { computes } from '../../../shared/engine/takeTurn.ts'
import { countEffect, countEnded } from '../../../shared/metrics/counted.ts'
import { Breakers } from '../../effects/Breakers.ts'
import type { Env } from '../../env.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { archiveFolder, archiveOf } from '../archive.ts'
import { runPrefix, type ShardPlace } from '../placement.ts'
import type { Sql } from '../storage/Sql.ts'
import { Admissions } from './Admissions.ts'
import { AlarmClock } from './AlarmClock.ts'
import { Approvals } from './Approvals.ts'
import { stateOf } from './asChild.ts'
import { Callbacks } from './Callbacks.ts'
import { CallbackTable } from './CallbackTable.ts'
import { CallGates } from './CallGates.ts'
import { ChildRuns } from './ChildRuns.ts'
import { Dedupe } from './Dedupe.ts'
import { Deliveries } from './Deliveries.ts'
import { DeployedLoop } from './DeployedLoop.ts'
import { EffectRunner } from './EffectRunner.ts'
import { EventLog } from './EventLog.ts'
import { withFaultPoints } from './faultPoints.ts'
import { Kpis } from './Kpis.ts'
import { type LiveRun, LiveRuns } from './LiveRuns.ts'
import { Notices } from './Notices.ts'
import { Observations } from './Observations.ts'
import { OpenRuns } from './OpenRuns.ts'
import { PersonalVault } from './PersonalVault.ts'
import { PlanReports } from './PlanReports.ts'
import { performWith } from './perform.ts'
import { RecentRuns } from './RecentRuns.ts'
import { Retention } from './Retention.ts'
import { Reviews } from './Reviews.ts'
import { RunPrivacy } from './RunPrivacy.ts'
import { RunTable } from './RunTable.ts'
import { ShardMeters } from './ShardMeters.ts'
import { Signatures } from './Signatures.ts'
import { Sockets } from './Sockets.ts'
import { StuckRuns } from './StuckRuns.ts'
import { Subscribers } from './Subscribers.ts'
import { Turns } from './Turns.ts'
import { tellOf } from './tellOf.ts'

/** The parts of a shard, put together over its storage. */
export type Shard = ReturnType<typeof assemble>

/** Opens a shard and goes on with every run that it left unfinished. */
export async function openShard(
  ctx: DurableObjectState,
  env: Env,
  sql: Sql,
  place: ShardPlace,
): Promise<Shard> {
  const shard = assemble(ctx, env, sql, place)
  await shard.clock.load()
  if (shard.vault.isUsed) await shard.vault.prepare(shard.deployed.settings)
  shard.kpis.resume()
  for (const run of shard.table.open()) recover(shard, run)
  shard.signatures.prune(Date.now())
  shard.plans.resume()
  shard.admissions.configure()
  shard.effects.watch()
  shard.privacy.pass()
  void shard.retention.pass()
  shard.notices.sendAll()
  shard.callbacks.pass()
  return shard
}

function assemble(ctx: DurableObjectState, env: Env, sql: Sql, place: ShardPlace) {
  const { loop } = place
  const prefix = runPrefix(place)
  const deployed = new DeployedLoop(sql)
  const eventLog = new EventLog(sql)
  const table = new RunTable(sql, loop)
  const vault = new PersonalVault(sql, env, `personal/${place.workspace}/${loop}/${place.number}`)
  const live = new LiveRuns(sql, eventLog, table, deployed, vault)
  const open = new OpenRuns()
  const isEnded = (run: string) => (open.get(run) ?? table.get(run))?.summary.status === 'ended'
  const sockets = new Sockets({ ctx, log: eventLog, isEnded })
  const subscribers = new Subscribers((run) => sockets.publish(run))
  const clock = new AlarmClock(ctx.storage)
  const durable = () => ctx.storage.sync()
  const breakers = new Breakers()
  const owesParent = (run: string): boolean => notices.owes(run)
  const privacy = new RunPrivacy({ sql, vault, live, open, clock, prefix, owesParent })
  const children = new ChildRuns(env, sql, privacy)
  const stateOfChild = (run: string) => stateOf({ live, privacy }, run)
  const notices: Notices = new Notices({ env, sql, clock, durable, stateOf: stateOfChild })
  const plans = new PlanReports({ env, sql, log: eventLog, live, open, loop })
  const approvals = new Approvals(sql, eventLog)
  const callbacks = new Callbacks({
    table: new CallbackTable(sql),
    loop,
    clock,
    durable,
    tell: (callback) => tellOf({ env, deployed, breakers, table, live, privacy }, callback),
    watch: () => effects.watch(),
  })
  const recent = new RecentRuns(sql, prefix)
  const kpis = new Kpis(sql, eventLog, open)
  const meters = new ShardMeters(sql)
  const turns = new Turns({
    sql,
    log: eventLog,
    table,
    live,
    open,
    subscribers,
    notices,
    approvals,
    callbacks,
    followers: () => deployed.settings.followers ?? [],
    plans,
    kpis,
    vault,
    ended: (summary) => {
      recent.ended(summary)
      meters.add((all) => countEnded(all, summary))
      admissions.ended(summary.run)
      retention.ended()
    },
  })
  const gates = new CallGates(sql)
  const retention = new Retention({
    sql,
    archive: archiveOf(env),
    deployed,
    table,
    log: eventLog,
    live,
    open,
    vault,
    clock,
    folder: archiveFolder(place.workspace, loop),
    isOwed: (run) => notices.owes(run) || callbacks.of(run).some(({ status }) => status === 'waiting'),
    callbacks,
  })
  const observations = new Observations(sql)
  const drift = { observations, baseline: (name: string) => deployed.baseline(name) }
  const leaseName = ({ personal }: LiveRun, text: string) =>
    personal && personal.concealText(text) !== text ? vault.opaqueEverywhere(text) : text
  const effects: EffectRunner = new EffectRunner({
    open,
    clock,
    durable,
    // A timer: what waits for the storage goes on before anything is read from the network, and a long run would keep all others waiting.
    afterOthers: () => new Promise((resolve) => setTimeout(resolve, 0)),
    isDoneInTurn: (effect, { program }) => computes(program.program, effect),
    perform: withFaultPoints(
      env,
      performWith({ env, deployed, breakers, children, gates, drift, leaseName }),
    ),
    settle: (run, command) => {
      const found = live.get(run)
      if (!found) return
      const before = found.head?.seq
      const rejection = turns.take(found, command)
      if (rejection) log('info', 'result.refused', { run, command: command.type, code: rejection.code })
      effects.owe(found, found.head?.seq === before)
    },
    measured: (kind, result, ms) => meters.add((all) => countEffect(all, kind, result, ms)),
    alsoWakeAt: () => Math.min(admissions.wakeAt(), callbacks.wakeAt()),
    restart: (reason) => ctx.abort(reason),
  })
  const admissions: Admissions = new Admissions({
    sql,
    log: eventLog,
    live,
    open,
    deployed,
    turns,
    effects: () => effects,
    prefix,
  })
  return {
    deployed,
    log: eventLog,
    table,
    live,
    open,
    subscribers,
    sockets,
    isEnded,
    clock,
    turns,
    effects,
    breakers,
    children,
    notices,
    gates,
    leaseName,
    observations,
    approvals,
    reviews: new Reviews(sql),
    callbacks,
    plans,
    deliveries: new Deliveries(sql),
    vault,
    recent,
    kpis,
    meters,
    admissions,
    retention,
    privacy,
    stuck: new StuckRuns(),
    dedupe: new Dedupe(sql, vault),
    signatures: new Signatures(sql, vault, place.number),
  }
}

/** Looks at every run whose time has come, then sets the alarm for the next. */
export function wakeDueRuns(shard: Shard): void {
  const now = Date.now()
  for (const run of shard.open.due(now)) {
    if (shard.stuck.has(run)) {
      recover(shard, run)
      continue
    }
    try {
      const live = shard.live.get(run)
      if (!live) continue
      shard.turns.take(live, { type: 'tick' })
      shard.effects.owe(live)
    } catch (error) {
      // It must not keep the others from being looked at, nor be looked at without end.
      stick(shard, run, error)
    }
  }
  shard.admissions.pass()
  shard.privacy.pass()
  void shard.retention.pass()
  shard.notices.sendAll()
  shard.callbacks.pass()
  shard.effects.watch()
}

/** A run that can't be recovered is tried again later, and must not keep the others from going on. */
function recover(shard: Shard, run: string): void {
  try {
    const live = shard.live.get(run)
    if (!live?.stored) return
    shard.open.note(live.stored, true, 0)
    shard.approvals.found(live)
    shard.turns.take(live, { type: 'recover' })
    shard.effects.owe(live)
    if (shard.stuck.has(run)) shard.admissions.found(run)
    shard.stuck.goesOn(run)
  } catch (error) {
    stick(shard, run, error)
  }
}

/** What was accepted is not lost: the run is shown as stuck, and tried again after a while. */
function stick(shard: Shard, run: string, error: unknown): void {
  const { failures, waitMs } = shard.stuck.failed(run)
  log('error', 'run.stuck', { run, failures, waitMs, ...describeBug(error) })
  const stored = shard.open.get(run) ?? shard.table.get(run)
  if (!stored) return
  shard.open.note({ ...stored, summary: { ...stored.summary, status: 'stuck' } }, true, 0)
  shard.open.wakeAt(run, Date.now() + waitMs)
}
