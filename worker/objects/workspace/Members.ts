import type { z } from 'zod'
import type { Member, MemberList, Person, RoleReason } from '../../../shared/api/identity.ts'
import { Role, strongerRole } from '../../../shared/api/rights.ts'
import type { Sql } from '../storage/Sql.ts'
import type { Identified } from './identityApi.ts'
import { usedWithinMs } from './Sessions.ts'

type MemberRow = { member: string; role: string; added_at: number; added_by: string }
type PersonRow = { email: string; name: string; groups: string; seen_at: number }

/** What somebody may do, and why; null for who has no role. */
export type Standing = { role: Role; because: RoleReason } | null

const asMember = ({ member, role, added_at, added_by }: MemberRow): Member => ({
  member,
  role: role as Role,
  addedAt: added_at,
  addedBy: added_by,
})

/** Who has which role: people by e-mail address, groups of the provider, and everybody else. */
export class Members {
  readonly #sql: Sql
  readonly #firstAdmins: ReadonlySet<string>

  /** `firstAdmins` are admins whatever is set here, so that nobody can lock the workspace's owner out. */
  constructor(sql: Sql, firstAdmins: readonly string[]) {
    this.#sql = sql
    this.#firstAdmins = new Set(firstAdmins)
  }

  /** What stands closest to the person decides: the environment, a role of their own, the strongest of their groups', the default. */
  standingOf(email: string, groups: readonly string[]): Standing {
    if (this.#firstAdmins.has(email)) return { role: 'admin', because: 'environment' }
    const own = this.#roleOf(email)
    if (own !== null) return { role: own, because: 'member' }
    const ofGroups = groups.flatMap((group) => this.#roleOf(`group:${group}`) ?? [])
    if (ofGroups.length > 0) return { role: ofGroups.reduce(strongerRole), because: 'group' }
    const role = this.defaultRole()
    return role === null ? null : { role, because: 'default' }
  }

  /** Notes that somebody with a role was here. */
  saw({ email, name, groups }: Identified): void {
    const now = Date.now()
    const known = this.#sql.first<PersonRow>('SELECT * FROM people WHERE email = ?', email)
    const sorted = JSON.stringify([...groups].sort())
    const isNews = known?.name !== name || known.groups !== sorted || known.seen_at <= now - usedWithinMs
    if (isNews) this.#sql.run('INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?)', email, name, sorted, now)
  }

  list(): z.infer<typeof MemberList> {
    const members = this.#sql.all<MemberRow>('SELECT * FROM members ORDER BY member').map(asMember)
    const people = this.#sql.all<PersonRow>('SELECT * FROM people ORDER BY email').map(
      ({ email, name, groups, seen_at }): Person => ({
        email,
        name,
        ...(this.standingOf(email, JSON.parse(groups) as string[]) ?? { role: null, because: null }),
        lastSeenAt: seen_at,
      }),
    )
    return { members, people, defaultRole: this.defaultRole() }
  }

  /** Everyone who could sign in, as far as they are known by e-mail address. */
  known(): { name: string; role: Role }[] {
    const { members, people } = this.list()
    const roles = new Map<string, Role>([...this.#firstAdmins].map((email) => [email, 'admin']))
    for (const { member, role } of members)
      if (!member.startsWith('group:') && !roles.has(member)) roles.set(member, role)
    for (const { email, role } of people) if (role !== null) roles.set(email, role)
    return [...roles].map(([name, role]) => ({ name, role }))
  }

  put(member: string, role: Role, by: string): Member {
    const row: MemberRow = { member, role, added_at: Date.now(), added_by: by }
    this.#sql.run('INSERT OR REPLACE INTO members VALUES (?, ?, ?, ?)', ...Object.values(row))
    return asMember(row)
  }

  has(member: string): boolean {
    return this.#roleOf(member) !== null
  }

  delete(member: string): void {
    this.#sql.run('DELETE FROM members WHERE member = ?', member)
  }

  defaultRole(): Role | null {
    const row = this.#sql.first<{ value: string }>("SELECT value FROM facts WHERE name = 'default-role'")
    return row ? Role.parse(row.value) : null
  }

  putDefaultRole(role: Role | null): void {
    if (role === null) this.#sql.run("DELETE FROM facts WHERE name = 'default-role'")
    else this.#sql.run("INSERT OR REPLACE INTO facts VALUES ('default-role', ?)", role)
  }

  #roleOf(member: string): Role | null {
    const row = this.#sql.first<MemberRow>('SELECT * FROM members WHERE member = ?', member)
    return row ? (row.role as Role) : null
  }
}
