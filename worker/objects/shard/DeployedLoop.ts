import type { Rollout } from '../../../shared/api/loops.ts'
import type { Program } from '../../../shared/compile/program.ts'
import { upcastProgram } from '../../../shared/compile/upcastProgram.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { withPolicySet } from '../../../shared/policy/withPolicySet.ts'
import type { Baseline } from '../../../shared/verify/drift/baseline.ts'
import { firstPlacement, type Placement } from '../placement.ts'
import type { Deployment, Settings } from '../ports.ts'
import type { Sql } from '../storage/Sql.ts'

export type NumberedProgram = { number: number; program: Program }

function held({ number, program }: NumberedProgram, set: PolicySet | null): NumberedProgram {
  return { number, program: withPolicySet(program, set) }
}

/** What a shard was given to run its loop with: programs, rollout, hosts and sealed secrets. */
export class DeployedLoop {
  readonly #sql: Sql
  readonly #programs = new Map<string, NumberedProgram>()
  readonly #sets = new Map<string, PolicySet>()
  readonly #baselines = new Map<string, Baseline | null>()
  #rollout: Rollout | null
  #rolloutRevision: number
  #placement: Placement
  #settings: Settings | null

  constructor(sql: Sql) {
    this.#sql = sql
    this.#rollout = this.#fact<Rollout>('rollout')
    this.#rolloutRevision = this.#fact<number>('rollout-revision') ?? -1
    this.#placement = this.#fact<Placement>('placement') ?? firstPlacement
    this.#settings = this.#fact<Settings>('settings')
  }

  /** Null until something was deployed. */
  get rollout(): Rollout | null {
    return this.#rollout
  }

  /** Of the rollout and the placement; -1 until something was deployed. */
  get revision(): number {
    return this.#rolloutRevision
  }

  get placement(): Placement {
    return this.#placement
  }

  get settings(): Settings {
    return this.#settings ?? { revision: -1, hosts: {}, secrets: {} }
  }

  /** An older rollout or setting never replaces a newer: pushes may overtake each other. */
  deploy({ rollout, rolloutRevision, placement, versions, baselines, settings }: Deployment): void {
    if (rolloutRevision >= this.#rolloutRevision) {
      this.#sql.atomically(() => {
        for (const version of versions) this.addProgram(version)
        this.#setFact('rollout', rollout)
        this.#setFact('placement', placement)
        this.#setFact('rollout-revision', rolloutRevision)
        // One is replaced and never taken away.
        for (const baseline of baselines) this.#setFact(`baseline/${baseline.name}`, baseline)
      })
      this.#baselines.clear()
      this.#rollout = rollout
      this.#rolloutRevision = rolloutRevision
      this.#placement = placement
    }
    this.configure(settings)
  }

  /** What drift checks compare with; null when no version of that name was approved. */
  baseline(name: string): Baseline | null {
    const known = this.#baselines.get(name)
    if (known !== undefined) return known
    const found = this.#fact<Baseline>(`baseline/${name}`)
    this.#baselines.set(name, found)
    return found
  }

  configure(settings: Settings): void {
    if (settings.revision < this.settings.revision) return
    this.#sql.atomically(() => {
      this.#keep(settings.policySet ?? null)
      this.#setFact('settings', settings)
    })
    this.#settings = settings
  }

  /** The program as a new run is held to it: with the policies of the workspace as they are now. */
  underPolicies(program: NumberedProgram): NumberedProgram {
    return held(program, this.settings.policySet ?? null)
  }

  /** The program as a run is held to it that was bound to a set of policies when it was accepted. */
  bound(program: NumberedProgram, digest: string | null): NumberedProgram {
    if (digest === null) return program
    const set = this.#sets.get(digest) ?? this.#readSet(digest)
    this.#sets.set(digest, set)
    return held(program, set)
  }

  #readSet(digest: string): PolicySet {
    const query = 'SELECT policy_set FROM policy_sets WHERE digest = ?'
    const row = this.#sql.first<{ policy_set: string }>(query, digest)
    if (!row) throw new Error('A shard keeps the policies of every run that it accepted')
    return JSON.parse(row.policy_set) as PolicySet
  }

  /** A set stays for the runs that are bound to it, however long they last: sets are small, and seldom new. */
  #keep(set: PolicySet | null): void {
    if (set === null || set.policies.length === 0) return
    const query = 'INSERT INTO policy_sets VALUES (?, ?) ON CONFLICT DO NOTHING'
    this.#sql.run(query, set.digest, JSON.stringify(set))
  }

  addProgram({ number, program }: NumberedProgram): void {
    const query = 'INSERT INTO programs VALUES (?, ?, ?) ON CONFLICT DO NOTHING'
    this.#sql.run(query, program.version, number, JSON.stringify(program))
  }

  program(version: string): NumberedProgram | null {
    const cached = this.#programs.get(version)
    if (cached) return cached
    const query = 'SELECT number, program FROM programs WHERE version = ?'
    const row = this.#sql.first<{ number: number; program: string }>(query, version)
    if (!row) return null
    const found = { number: row.number, program: upcastProgram(JSON.parse(row.program) as Program) }
    this.#programs.set(version, found)
    return found
  }

  /** The stable version: its trigger says what the loop’s calls have in common, whichever version they run. */
  stable(): NumberedProgram | null {
    const version = this.#rollout?.stable ?? null
    return version === null ? null : this.program(version)
  }

  /** The version for the next run: the canary for its share of them, else the stable one. `chance` is from 0 up to 1. */
  pick(chance: number): NumberedProgram | null {
    const { stable = null, canary = null } = this.#rollout ?? {}
    const version = canary && chance < canary.weight ? canary.version : stable
    return version === null ? null : this.program(version)
  }

  #fact<T>(name: string): T | null {
    const row = this.#sql.first<{ value: string }>('SELECT value FROM facts WHERE name = ?', name)
    return row ? (JSON.parse(row.value) as T) : null
  }

  #setFact(name: string, value: object | number): void {
    this.#sql.run('INSERT OR REPLACE INTO facts VALUES (?, ?)', name, JSON.stringify(value))
  }
}
