import type {
  BaselineList,
  BaselineRecord,
  BaselineWindow,
  DecideBaseline,
  DriftCheckInfo,
  ProposeBaseline,
} from '../../../shared/api/baselines.ts'
import type { Baseline, BaselineSource } from '../../../shared/verify/drift/baseline.ts'
import { type BaselineContent, makeBaseline } from '../../../shared/verify/drift/makeBaseline.ts'
import type { Env } from '../../env.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { mayBeOne, type Who } from '../../security/principal.ts'
import { allShards, everUsed } from '../placement.ts'
import { type Observation, shardOf, workspaceOf } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'
import { BaselineTables } from './BaselineTables.ts'
import { driftChecksOf, observationsOf, windowOf } from './driftWindow.ts'
import type { LoopTables } from './LoopTables.ts'

/** The most baselines that a loop has, by name: its shards get all that are approved. */
const mostNames = 20

/** What a loop’s drift checks compare with: proposed by one, approved by another, never changed. */
export class Baselines {
  readonly #env: Env
  readonly #loop: LoopTables
  readonly #tables: BaselineTables
  readonly #changed: () => Promise<void>

  /** `changed` brings the approved ones to the shards. */
  constructor(sql: Sql, env: Env, loop: LoopTables, changed: () => Promise<void>) {
    this.#env = env
    this.#loop = loop
    this.#tables = new BaselineTables(sql)
    this.#changed = changed
  }

  list(): BaselineList {
    return { baselines: this.#tables.list(), checks: this.#checks() }
  }

  approved(): Baseline[] {
    return this.#tables.approved()
  }

  get(name: string, version: number): Answer<BaselineRecord> {
    const found = this.#tables.get(name, version)
    return found
      ? answer(found)
      : refuse('version-not-found', `There is no version ${version} of the baseline “${name}”.`)
  }

  async window(name: string): Promise<Answer<BaselineWindow>> {
    const observations = await this.#observed(name)
    const checks = this.#checks().filter(({ baseline }) => baseline === name)
    const approved = this.approved().find((baseline) => baseline.name === name) ?? null
    if (observations.length === 0 && checks.length === 0 && !this.#tables.names().has(name))
      return refuse('not-found', `There is no baseline “${name}”, and no check that names it.`)
    return answer(windowOf(name, observations, checks, approved))
  }

  async propose({ name, note, from }: ProposeBaseline, who: Who): Promise<Answer<BaselineRecord>> {
    const made = await this.#make(name, from)
    if (!made.ok) return made
    const names = this.#tables.names()
    if (!names.has(name) && names.size >= mostNames)
      return refuse(
        'conflict',
        `A loop has ${mostNames} baselines at most; use one of: ${[...names].join(', ')}.`,
      )
    const { content, source } = made.value
    const empty = Object.entries(content.fields).find(([, { samples }]) => samples === 0)
    if (empty)
      return refuse('conflict', `The field “${empty[0]}” has no value that can be used as ${empty[1].as}.`)
    const baseline: Baseline = {
      name,
      version: this.#tables.nextVersion(name),
      ...content,
      from: source,
      createdAt: Date.now(),
      createdBy: who.by,
      approvedBy: null,
      note,
    }
    this.#tables.propose(baseline, who)
    await this.#note(who.by, 'proposed', baseline, note)
    return this.get(name, baseline.version)
  }

  /** A baseline says what is normal, so whoever proposes it does not decide on it. */
  async decide(
    name: string,
    version: number,
    { decision, digest, note }: DecideBaseline,
    who: Who,
  ): Promise<Answer<BaselineRecord>> {
    const found = this.get(name, version)
    if (!found.ok) return found
    const { status, createdBy, digest: actual } = found.value
    if (status !== 'proposed')
      return refuse('conflict', `Version ${version} of “${name}” is ${status} already.`)
    if (digest !== actual)
      return refuse('conflict', 'The digest is not that of the proposal: look at it again.')
    const proposer = this.#tables.proposer(name, version) ?? { by: createdBy, id: 'nobody' }
    if (mayBeOne(who, proposer))
      return refuse(
        'own-proposal',
        `You proposed version ${version} of “${name}”, or somebody who may be you did: somebody else has to decide on it.`,
      )
    const isApproved = decision === 'approve'
    this.#tables.decide({ name, version }, isApproved, { by: who.by, at: Date.now(), note })
    if (isApproved) await this.#changed()
    await this.#note(who.by, isApproved ? 'approved' : 'denied', found.value, note)
    return this.get(name, version)
  }

  async #make(
    name: string,
    from: ProposeBaseline['from'],
  ): Promise<Answer<{ content: BaselineContent; source: BaselineSource }>> {
    switch (from.type) {
      case 'values':
        return answer({ content: makeBaseline(name, from.fields), source: { type: 'values' } })
      case 'version': {
        const found = this.get(name, from.version)
        if (!found.ok) return found
        const { fields, samples, digest } = found.value
        return answer({ content: { fields, samples, digest }, source: from })
      }
      case 'window': {
        const observations = await this.#observed(name)
        const [first, last] = [observations[0], observations.at(-1)]
        if (!first || !last)
          return refuse(
            'conflict',
            `No run has observed anything for “${name}” yet. Run a version with a drift check that names it.`,
          )
        const source = { type: 'window' as const, since: first.at, until: last.at }
        return answer({ content: makeBaseline(name, observationsOf(observations)), source })
      }
    }
  }

  /** What the runs of all shards observed, oldest first. */
  async #observed(baseline: string): Promise<Observation[]> {
    const loop = this.#loop.loop()
    if (!loop) return []
    const shards = allShards(everUsed(loop.placement)).map((shard) => shardOf(this.#env, loop.name, shard))
    const observed = await Promise.all(shards.map((shard) => shard.observations(baseline)))
    return observed.flat().toSorted((a, b) => a.at - b.at)
  }

  /** The drift checks of the published version. */
  #checks(): DriftCheckInfo[] {
    const stable = this.#loop.loop()?.rollout.stable ?? null
    const found = stable === null ? null : this.#loop.programOf(stable)
    return found ? driftChecksOf(found.program) : []
  }

  async #note(by: string, what: string, { name, version, digest }: Baseline, note: string): Promise<void> {
    const detail = `${name}, version ${version}, ${digest}${note === '' ? '' : `: ${note}`}`
    const told = { detail, reason: note }
    await workspaceOf(this.#env).note(by, `baseline.${what}`, this.#loop.name() ?? '', told)
  }
}
