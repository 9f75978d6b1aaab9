import type { WhatIfRequest, WhatIfResult, WhatIfRun } from '../../shared/api/policies.ts'
import type { RunSummary } from '../../shared/api/runs.ts'
import { digest } from '../../shared/audit/digest.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import type { Json } from '../../shared/json.ts'
import { packFaults, policiesOfPacks } from '../../shared/policy/packs/policiesOfPacks.ts'
import type { PolicySet } from '../../shared/policy/policySet.ts'
import { whatIf } from '../../shared/policy/whatIf.ts'
import { withPolicySet } from '../../shared/policy/withPolicySet.ts'
import type { Env } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { allShards, placeOfRun } from '../objects/placement.ts'
import { loopOf, shardOf, workspaceOf } from '../objects/ports.ts'

/** A longer log is looked at only so far. */
const mostEvents = 5000

/** Asks of recorded runs, the newest first, which decisions other policies would have changed. */
export async function askWhatIf(env: Env, request: WhatIfRequest): Promise<WhatIfResult> {
  const { packs = [], instead = 'workspace', loop, limit = 50 } = request
  const [fault] = packFaults(packs)
  if (fault) throw new ProblemException('invalid-request', fault.message)
  const policies = [...request.policies, ...policiesOfPacks(packs)]
  if (instead === 'loop' && loop === undefined)
    throw new ProblemException('invalid-request', 'Name the loop whose own policies are to be tried.')
  const set: PolicySet = { version: 0, digest: digest(policies as unknown as Json), policies }
  const programs = new Programs(env)
  const result: WhatIfResult = { runs: 0, points: 0, cut: [], changed: [] }
  for (const run of await newestRuns(env, loop, limit)) {
    const program = await programs.of(run)
    const { events, isWhole } = await eventsOf(env, run)
    const [first] = events
    const bound = first?.type === 'run.accepted' ? await programs.set(first.data.policySet) : null
    if (!program || bound === undefined || !isWhole) result.cut.push(run.run)
    if (!program || bound === undefined) continue
    const before = withPolicySet(program, bound)
    const after =
      instead === 'loop'
        ? withPolicySet({ ...program, policies: [...policies] }, bound)
        : withPolicySet(program, set)
    const { points, changes } = whatIf(events, before, after)
    result.runs += 1
    result.points += points
    if (changes.length > 0) result.changed.push(asChanged(run, changes))
  }
  return result
}

function asChanged({ run, loop, acceptedAt }: RunSummary, changes: WhatIfRun['changes']): WhatIfRun {
  return { run, loop, acceptedAt, changes }
}

async function newestRuns(env: Env, loop: string | undefined, limit: number): Promise<RunSummary[]> {
  const loops = await workspaceOf(env).loops()
  const pages = await Promise.all(
    loops
      .filter(({ name }) => loop === undefined || name === loop)
      .flatMap(({ name, shards }) =>
        allShards(shards).map((shard) => shardOf(env, name, shard).list({}, null, limit)),
      ),
  )
  return pages
    .flatMap(({ runs }) => runs)
    .sort((a, b) => b.acceptedAt - a.acceptedAt)
    .slice(0, limit)
}

async function eventsOf(
  env: Env,
  { run, loop }: RunSummary,
): Promise<{ events: RunEvent[]; isWhole: boolean }> {
  const shard = shardOf(env, loop, placeOfRun(run, env.workspace)?.shard ?? 0)
  const page = await shard.events(run, 0, mostEvents)
  return page.ok
    ? { events: page.value.events, isWhole: page.value.next === null }
    : { events: [], isWhole: false }
}

/** The programs and sets of policies that runs were held to, each asked for once. */
class Programs {
  readonly #env: Env
  readonly #programs = new Map<string, Program | null>()
  readonly #sets = new Map<string, PolicySet | undefined>()

  constructor(env: Env) {
    this.#env = env
  }

  /** Null when the loop does not have the version any more. */
  async of({ loop, version }: RunSummary): Promise<Program | null> {
    const key = `${loop} ${version}`
    const known = this.#programs.get(key)
    if (known !== undefined) return known
    const found = await loopOf(this.#env, loop).program(version)
    const program = found.ok ? found.value.program : null
    this.#programs.set(key, program)
    return program
  }

  /** Null for a run that was bound to none; undefined when the workspace never had that set. */
  async set(wanted: string | undefined): Promise<PolicySet | null | undefined> {
    if (wanted === undefined) return null
    if (!this.#sets.has(wanted)) {
      const [set] = await workspaceOf(this.#env).policySets([wanted])
      this.#sets.set(wanted, set)
    }
    return this.#sets.get(wanted)
  }
}
