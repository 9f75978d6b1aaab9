import type { Rollout } from '../../../shared/api/loops.ts'
import type { Schedule } from '../../../shared/graph/schedule.ts'
import type { Env } from '../../env.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { describeBug, log } from '../../telemetry/log.ts'
import { allShards, everUsed } from '../placement.ts'
import { type Deployment, shardOf, workspaceOf } from '../ports.ts'
import type { Baselines } from './Baselines.ts'
import type { LoopTables } from './LoopTables.ts'
import type { Notes } from './Notes.ts'
import type { Scheduler } from './Scheduler.ts'
import type { ScheduleTable } from './ScheduleTable.ts'

const retryPushMs = 2000

type Deps = {
  storage: DurableObjectStorage
  env: Env
  /** The loop, as its object is called. */
  name: string
  /** What is stored of the loop; null where there is none. */
  stored: () => ReturnType<LoopTables['loop']> | null
  tables: LoopTables
  notes: Notes
  schedules: ScheduleTable
  scheduler: Scheduler
  baselines: () => Baselines
}

/** Brings what runs to the shards and what changed to the change log, and wakes for that and for the loop's schedules. */
export class LoopPush {
  readonly #deps: Deps
  #pushes = 0

  constructor(deps: Deps) {
    this.#deps = deps
  }

  setRollout(rollout: Rollout): void {
    const { tables, schedules } = this.#deps
    tables.setRollout(rollout)
    schedules.set(this.stableSchedules(), Date.now())
  }

  /** Begun in the turn that changes what runs: should this object or a push be lost before the shards have it, the alarm repeats it. */
  async send(): Promise<void> {
    this.#deps.tables.setPushAt(Date.now() + retryPushMs)
    await this.#arm()
    await this.#deps.notes.tell()
    await this.#toShards()
  }

  /** The shards take what changed; those of a loop that was never published get it with its first version. */
  async changed(): Promise<void> {
    const { tables, stored } = this.#deps
    tables.raiseRevision()
    if (stored()?.rollout.stable == null) return
    await this.send()
  }

  /** Shards that a publication did not reach get it again, and what schedules are due for is started. */
  async wake(): Promise<void> {
    const { stored, tables, scheduler, notes } = this.#deps
    const loop = stored()
    if (loop === null) return
    const now = Date.now()
    await notes.tell()
    if ((tables.pushAt() ?? Number.POSITIVE_INFINITY) <= now) await this.send()
    await scheduler.run(loop.name, this.stableSchedules(), now)
    await this.#arm()
  }

  /** What a shard needs to run the loop. */
  async deployment(): Promise<Answer<Deployment>> {
    const { env, stored, tables, baselines } = this.#deps
    const settings = await workspaceOf(env).settings(this.#deps.name)
    const loop = stored()
    if (!loop) return refuse('loop-not-found', 'There is no loop of that name.')
    const { stable, canary } = loop.rollout
    const versions = [stable, canary?.version ?? null].flatMap((version) => {
      const found = version === null ? null : tables.programOf(version)
      return found ? [found] : []
    })
    const { name, rollout, rolloutRevision, placement } = loop
    const approved = baselines().approved()
    return answer({
      loop: name,
      rollout,
      rolloutRevision,
      placement,
      versions,
      baselines: approved,
      settings,
    })
  }

  /** Runs start by themselves as the stable version says. */
  stableSchedules(): readonly Schedule[] {
    return this.#stableTrigger()?.schedules ?? []
  }

  #stableTrigger() {
    const { stored, tables } = this.#deps
    const stable = stored()?.rollout.stable ?? null
    return stable === null ? null : tables.programOf(stable)?.program.trigger
  }

  /** The alarm rings for whatever comes first. */
  async #arm(): Promise<void> {
    const { storage, tables, schedules } = this.#deps
    const times = [tables.pushAt(), schedules.nextAt(this.stableSchedules(), Date.now())]
    const [next] = times.filter((time) => time !== null).toSorted((a, b) => a - b)
    if (next === undefined) await storage.deleteAlarm()
    else await storage.setAlarm(next)
  }

  async #toShards(): Promise<void> {
    this.#pushes += 1
    const push = this.#pushes
    await this.#noteListening()
    const deployment = await this.deployment()
    if (!deployment.ok) return
    const { loop, placement } = deployment.value
    const pushes = allShards(everUsed(placement)).map((shard) =>
      shardOf(this.#deps.env, loop, shard).deploy(deployment.value),
    )
    const failed = (await Promise.allSettled(pushes)).filter((push) => push.status === 'rejected')
    if (failed.length > 0)
      log('warn', 'deployment.push-failed', {
        loop,
        shards: failed.length,
        ...describeBug(failed[0]?.reason),
      })
    // A newer push still needs the alarm.
    else if (push === this.#pushes) {
      this.#deps.tables.setPushAt(null)
      await this.#arm()
    }
  }

  /** The loops that the stable version listens to have to know of it. Should that fail, the alarm repeats the push. */
  async #noteListening(): Promise<void> {
    const loop = this.#deps.stored()
    if (loop) await workspaceOf(this.#deps.env).noteListening(loop.name, this.#stableTrigger()?.on ?? [])
  }
}
