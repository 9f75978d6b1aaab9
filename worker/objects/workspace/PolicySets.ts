import type {
  PolicySetInfo,
  PolicySetVersion,
  PutPolicies,
  WorkspacePolicies,
} from '../../../shared/api/policies.ts'
import { canonicalJson } from '../../../shared/audit/canonicalJson.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { policySetFaults } from '../../../shared/compile/policySetFaults.ts'
import type { Policy } from '../../../shared/graph/policy.ts'
import { ruleOf, type WrittenPolicy } from '../../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../../shared/json.ts'
import type { PackUse } from '../../../shared/policy/packs/pack.ts'
import { isOfPack, packFaults, policiesOfPacks } from '../../../shared/policy/packs/policiesOfPacks.ts'
import type { PolicySet } from '../../../shared/policy/policySet.ts'
import { refuse } from '../../http/problem.ts'
import type { Sql } from '../storage/Sql.ts'

type Row = {
  version: number
  digest: string
  policies: string
  at: number
  by: string
  note: string
  packs: string
}

/** The workspace's own policies with their cases, and the packs that it has turned on. */
export type PolicyChoice = { own: readonly WrittenPolicy[]; packs: readonly PackUse[] }

/** The workspace's policies: every version that ever held, the newest of which holds. */
export class PolicySets {
  readonly #sql: Sql

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** What holds now; null as long as nobody set any. */
  current(): PolicySet | null {
    const row = this.#newest()
    return row ? setOf(row) : null
  }

  /** The packs that are turned on now. */
  packs(): PackUse[] {
    return packsOf(this.#newest())
  }

  /** What holds now, and the newest hundred versions. Before the first there is an empty one, numbered 0. */
  detail(): WorkspacePolicies {
    const row = this.#newest()
    const { version, digest: made } = row ?? { version: 0, digest: digest([]) }
    const policies = row ? writtenOf(row) : []
    return { version, digest: made, policies, packs: packsOf(row), history: this.history(100) }
  }

  /** What a request asks for: packs that it does not speak of stay, and their policies are not the workspace's own. */
  choiceOf({ policies, packs = this.packs() }: PutPolicies): PolicyChoice {
    return { own: policies.filter(({ id }) => !isOfPack(id)), packs }
  }

  /** Why this can't take the place of what somebody read as `revision`; null when it can. */
  refusal(request: PutPolicies, revision: number) {
    const version = this.current()?.version ?? 0
    if (version !== revision)
      return refuse('revision-stale', `The policies are at version ${version}; you edited ${revision}.`, {
        headers: { etag: `"${version}"` },
      })
    const errors = [...this.#packErrors(request), ...policyErrors(request.policies)]
    const [first] = errors
    if (first)
      return refuse('invalid-request', `The policies have faults. The first: ${first.message}`, { errors })
    const count = effectiveOf(this.choiceOf(request)).length
    if (count <= mostPolicies) return null
    const words = `With those of the packs these are ${count} policies; a workspace has at most ${mostPolicies}.`
    return refuse('invalid-request', words)
  }

  /** Faults of the packs, and policies that begin as theirs do but are not as a pack made them. */
  #packErrors({ policies, packs }: PutPolicies): Fault[] {
    const made = [...policiesOfPacks(this.packs()), ...policiesOfPacks(packs ?? [])].map(asText)
    return [
      ...packFaults(packs ?? []).map(({ pointer, message }) => ({ pointer: `/packs${pointer}`, message })),
      ...policies.flatMap((policy, place) =>
        !isOfPack(policy.id) || made.includes(asText(policy))
          ? []
          : [
              {
                pointer: `/policies/${place}/id`,
                message: `“${policy.id}” is a policy of a pack: change how the pack is used, or name your own otherwise.`,
              },
            ],
      ),
    ]
  }

  version(version: number): PolicySetVersion | null {
    const row = this.#sql.first<Row>('SELECT * FROM policy_sets WHERE version = ?', version)
    return row ? { ...infoOf(row), policies: writtenOf(row), packs: packsOf(row) } : null
  }

  /** The set of that digest, whichever version had it. */
  byDigest(wanted: string): PolicySet | null {
    const query = 'SELECT * FROM policy_sets WHERE digest = ? ORDER BY version DESC LIMIT 1'
    const row = this.#sql.first<Row>(query, wanted)
    return row ? setOf(row) : null
  }

  /** The versions, newest first. */
  history(limit: number): PolicySetInfo[] {
    const query = 'SELECT * FROM policy_sets ORDER BY version DESC LIMIT ?'
    return this.#sql.all<Row>(query, limit).map(infoOf)
  }

  put(choice: PolicyChoice, by: string, note: string): PolicySet {
    const written = effectiveOf(choice)
    const policies = written.map(ruleOf)
    const version = (this.current()?.version ?? 0) + 1
    const made = digestOfRules(written)
    const values = [
      version,
      made,
      JSON.stringify(written),
      Date.now(),
      by,
      note,
      JSON.stringify(choice.packs),
    ]
    this.#sql.run('INSERT INTO policy_sets VALUES (?, ?, ?, ?, ?, ?, ?)', ...values)
    return { version, digest: made, policies }
  }

  #newest(): Row | undefined {
    return this.#sql.first<Row>('SELECT * FROM policy_sets ORDER BY version DESC LIMIT 1') ?? undefined
  }
}

type Fault = { pointer: string; message: string }

const mostPolicies = 200
const asText = (policy: Policy) => canonicalJson(policy as unknown as Json)

/** What runs are held to: the workspace's own policies, then those of its packs. */
export const effectiveOf = ({ own, packs }: PolicyChoice): WrittenPolicy[] => [
  ...own,
  ...policiesOfPacks(packs),
]

/** Cases are no part of what runs are held to, so the same rules have the same digest. */
export const digestOfRules = (policies: readonly WrittenPolicy[]): string =>
  digest(policies.map(ruleOf) as unknown as Json)

function policyErrors(policies: readonly WrittenPolicy[]): Fault[] {
  return policySetFaults(policies)
    .filter(({ warning }) => !warning)
    .map(({ pointer, message }) => ({ pointer: `/policies${pointer}`, message }))
}

const packsOf = (row: Row | undefined): PackUse[] => (row ? (JSON.parse(row.packs) as PackUse[]) : [])

const writtenOf = ({ policies }: Row): WrittenPolicy[] => JSON.parse(policies) as WrittenPolicy[]

/** What runs are held to: the rules without their cases. */
function setOf(row: Row): PolicySet {
  return { version: row.version, digest: row.digest, policies: writtenOf(row).map(ruleOf) }
}

function infoOf({ version, digest: made, policies, at, by, note }: Row): PolicySetInfo {
  const count = (JSON.parse(policies) as Policy[]).length
  return { version, digest: made, count, savedAt: at, savedBy: by, note }
}
