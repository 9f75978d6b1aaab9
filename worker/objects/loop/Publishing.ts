import { controlOf, type LoopControl } from '../../../shared/api/changeControl.ts'
import type { ChangedSide } from '../../../shared/api/changes.ts'
import type {
  CanaryShare,
  PublishRequest,
  Rollout,
  TestResults,
  VersionSummary,
} from '../../../shared/api/loops.ts'
import { rolloutTag } from '../../../shared/api/rollouts.ts'
import type { Digest } from '../../../shared/audit/digest.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Json } from '../../../shared/json.ts'
import type { Env } from '../../env.ts'
import { meets } from '../../http/etag.ts'
import { type Answer, answer, refuse } from '../../http/problem.ts'
import { type RolloutAsked, workspaceOf } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'
import type { LoopPush } from './LoopPush.ts'
import type { LoopTables, StoredLoop } from './LoopTables.ts'
import type { Notes } from './Notes.ts'
import { prepareVersion } from './prepareVersion.ts'
import { noteOf, testVersion } from './testVersion.ts'

/** A version that may go out: it compiles, and its tests came as expected or are overridden. */
export type Ready = {
  loop: StoredLoop
  graph: Graph
  program: Program
  tests: TestResults
  /** The note that the version gets. */
  note: string
  /** What receives traffic once it is out. */
  rollout: Rollout
  /** Why it is published, as who asked for it said. */
  reason: string
  control: LoopControl
}

/** Who does it, and whose proposal it was where one did not do it alone. */
export type Hands = { by: string; proposal?: { by: string; number: number } }

type Deps = {
  sql: Sql
  env: Env
  tables: LoopTables
  notes: Notes
  push: LoopPush
}

/** Makes versions of drafts, and says which versions take traffic. */
export class Publishing {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async publish(request: PublishRequest, by: string): Promise<Answer<VersionSummary>> {
    const ready = await this.readyDraft(request)
    if (!ready.ok) return ready
    if (ready.value.control.publish) return alone('A version of this loop is published')
    const summary = this.#deps.sql.atomically(() => this.release(ready.value, { by }))
    await this.spread()
    return answer(summary)
  }

  async putRollout(rollout: Rollout, { by, reason = '', ifMatch }: RolloutAsked): Promise<Answer<Rollout>> {
    const control = await this.control()
    const refusal = this.rolloutRefusal(rollout)
    if (refusal) return refusal
    if (control.rollout) return alone('Which versions of this loop receive traffic changes')
    const now = this.#deps.tables.loop()?.rollout
    if (now && !meets(ifMatch, rolloutTag(now))) return this.#rolloutIsStale(now)
    this.#deps.sql.atomically(() => this.route(rollout, { by }, reason))
    await this.spread()
    return answer(rollout)
  }

  /** What change control asks of this loop. */
  async control(): Promise<LoopControl> {
    const control = await workspaceOf(this.#deps.env).changeControl()
    return controlOf(control, this.#deps.tables.name() ?? '')
  }

  async readyDraft(request: PublishRequest): Promise<Answer<Ready>> {
    return this.ready(({ tables }) => {
      const draft = tables.draft()
      if (draft.revision !== request.revision) return draftIsStale(draft, request.revision)
      return answer({ graph: draft.graph, request })
    })
  }

  /** Compiles and tests a graph as the workspace is now. `pick` is asked once nothing is awaited any more. */
  async ready(
    pick: (
      deps: Deps,
    ) => Answer<{ graph: Json; request: Pick<PublishRequest, 'note' | 'override' | 'canary'> }>,
  ): Promise<Answer<Ready>> {
    const { env, tables } = this.#deps
    const name = tables.name()
    if (name === null) return missing()
    const workspace = workspaceOf(env)
    const [settings, loops, policies, control] = await Promise.all([
      workspace.settings(name),
      workspace.loops(),
      workspace.policies(),
      this.control(),
    ])
    const loop = tables.loop()
    if (!loop) return missing()
    const picked = pick(this.#deps)
    if (!picked.ok) return picked
    const { graph, request } = picked.value
    const prepared = prepareVersion(loop.name, graph, settings, loops)
    if (!prepared.ok) return prepared
    const rollout = rolloutOf(prepared.value.program.version, request.canary, loop.rollout.stable)
    if (!rollout.ok) return rollout
    const tests = testVersion(prepared.value, policies)
    const note = noteOf(request, prepared.value.graph, tests)
    if (!note.ok) return note
    const reason = request.override?.tests ?? request.note
    return answer({
      loop,
      ...prepared.value,
      tests,
      note: note.value,
      rollout: rollout.value,
      reason,
      control,
    })
  }

  /** Adds a version, unless there is such a one, and lets it receive traffic. In a transaction; `spread` comes after it. */
  release({ loop, graph, program, note, rollout, reason }: Ready, hands: Hands): VersionSummary {
    const { tables } = this.#deps
    const known = tables.versions()
    const same = known.find(({ version }) => version === program.version)
    const number = (known[0]?.number ?? 0) + 1
    const added: VersionSummary = same ?? {
      number,
      version: program.version,
      note,
      by: hands.proposal?.by ?? hands.by,
      at: Date.now(),
      ...(hands.proposal ? { approvedBy: hands.by } : {}),
    }
    if (!same) tables.addVersion(added, graph, program)
    const detail = [
      `version ${added.number}, ${added.version}`,
      ...(rollout.canary ? [this.rolloutWords(rollout)] : []),
      ...proposedBy(hands),
      ...overriddenIn(note),
    ]
    const told = { detail: detail.join('; '), reason, ...this.#sides(loop.rollout.stable, program.version) }
    this.#deps.push.setRollout(rollout)
    this.#deps.notes.add({ by: hands.by, what: 'loop.published', subject: loop.name, told })
    return added
  }

  /** Why these versions can't receive traffic; null when they can. */
  rolloutRefusal({ stable, canary }: Rollout) {
    const { tables } = this.#deps
    if (!tables.loop()) return missing()
    const known = new Set(tables.versions().map(({ version }) => version))
    const named = [stable, canary?.version].filter((version) => typeof version === 'string')
    const unknown = named.find((version) => !known.has(version))
    if (unknown) return refuse('version-not-found', `This loop has no version ${unknown}.`)
    return stable === null && canary !== null ? canaryAlone() : null
  }

  /** Lets other versions receive traffic. In a transaction; `spread` comes after it. */
  route(rollout: Rollout, hands: Hands, reason: string): void {
    const before = this.#deps.tables.loop()
    if (!before) throw new Error('A loop that is not there has no rollout')
    const detail = [this.rolloutWords(rollout), ...proposedBy(hands)].join('; ')
    const told = { detail, reason, ...this.#sides(before.rollout.stable, rollout.stable) }
    this.#deps.push.setRollout(rollout)
    this.#deps.notes.add({ by: hands.by, what: 'loop.rollout', subject: before.name, told })
  }

  rolloutWords({ stable, canary }: Rollout): string {
    if (stable === null) return 'no version takes calls'
    const share = canary
      ? `, ${this.#nameOf(canary.version)} takes ${Math.round(canary.weight * 1000) / 10}%`
      : ''
    return `${this.#nameOf(stable)} is stable${share}`
  }

  /** After what changed has been written: the shards and the change log hear of it, also should this be cut off. */
  async spread(): Promise<void> {
    await this.#deps.push.send()
  }

  numberOf(version: Digest | null): number | null {
    return this.#deps.tables.versions().find((each) => each.version === version)?.number ?? null
  }

  #rolloutIsStale(now: Rollout) {
    const detail = `The rollout has changed since you read it: ${this.rolloutWords(now)}.`
    return refuse('revision-stale', detail, { headers: { etag: rolloutTag(now) } })
  }

  #nameOf(version: Digest): string {
    return `version ${this.numberOf(version) ?? version}`
  }

  #sides(from: Digest | null, to: Digest | null): { from?: ChangedSide; to?: ChangedSide } {
    const side = (version: Digest | null): ChangedSide | null => {
      const number = this.numberOf(version)
      return version === null || number === null ? null : { number, digest: version }
    }
    const [before, after] = [side(from), side(to)]
    return { ...(before ? { from: before } : {}), ...(after ? { to: after } : {}) }
  }
}

const canaryAlone = () => refuse('invalid-request', 'A canary needs a stable version beside it.')

/** What receives traffic once a version is out beside the stable one, or in its place. */
function rolloutOf(version: Digest, canary: CanaryShare | undefined, stable: Digest | null): Answer<Rollout> {
  if (!canary) return answer({ stable: version, canary: null })
  if (stable === null) return canaryAlone()
  if (stable === version)
    return refuse('invalid-request', 'The draft is the stable version: a canary is another one.')
  return answer({ stable, canary: { version, weight: canary.weight } })
}

export const missing = () => refuse('loop-not-found', 'There is no loop of that name.')

export function draftIsStale({ revision, savedBy }: { revision: number; savedBy: string }, edited: number) {
  const detail = `The draft is at revision ${revision}, saved by ${savedBy}; you edited ${edited}.`
  return refuse('revision-stale', detail, { headers: { etag: `"${revision}"` } })
}

const alone = (what: string) =>
  refuse('second-person-required', `${what} only once a second person has approved it.`)

const proposedBy = ({ proposal }: Hands) =>
  proposal ? [`proposed by ${proposal.by} as proposal ${proposal.number}`] : []

/** That tests failed, and why it goes out all the same: the note says it last. */
const overriddenIn = (note: string) => /Published although [^]*$/.exec(note)?.slice(0, 1) ?? []
