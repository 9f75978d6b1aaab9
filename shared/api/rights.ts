import { z } from 'zod'

/** What a person or token is, in a workspace. */
export const Role = z.enum(['viewer', 'reviewer', 'approver', 'builder', 'operator', 'admin'])
export type Role = z.infer<typeof Role>

/**
 * What a route asks for. `public` asks for nothing; a hook checks its caller by the trigger's own scheme. `review` is to say
 * what one makes of a run that has ended, `decide` to answer what one's role is asked in an approval, `approve` to decide what holds for every run after it, and `reveal` to see personal data. `govern` is
 * about the server and no role has it: its administrators are named by the environment.
 */
export const Right = z.enum([
  'public',
  'hook',
  'read',
  'review',
  'reveal',
  'decide',
  'approve',
  'build',
  'operate',
  'administer',
  'govern',
])
export type Right = z.infer<typeof Right>

/** A right that somebody is given: the others are everybody's. */
export const GivenRight = Right.exclude(['public', 'hook', 'govern'])
export type GivenRight = z.infer<typeof GivenRight>

/** Which rights each role has, beyond `public` and `hook`. Every role that an approval can ask may decide. */
export const rightsOf = {
  viewer: ['read'],
  reviewer: ['read', 'review', 'reveal'],
  approver: ['read', 'review', 'decide', 'approve'],
  builder: ['read', 'review', 'decide', 'build'],
  operator: ['read', 'review', 'decide', 'approve', 'operate'],
  admin: ['read', 'review', 'reveal', 'decide', 'approve', 'build', 'operate', 'administer'],
} as const satisfies Record<Role, readonly GivenRight[]>

/** Whether a principal with this role may use a route that asks for this right. No principal: `role` is null. */
export function allows(role: Role | null, right: Right): boolean {
  if (right === 'public' || right === 'hook') return true
  return role !== null && (rightsOf[role] as readonly Right[]).includes(right)
}

/** What a credential is narrowed to; what is left out is not narrowed. */
export type Scope = {
  /** Only these of the role's rights. */
  rights?: readonly GivenRight[] | undefined
  /** Only addresses that name one of these loops, or a run of it. */
  loops?: readonly string[] | undefined
}

/** The rights that are left of a role's within a scope. */
export const rightsWithin = (role: Role, { rights }: Scope): GivenRight[] =>
  rightsOf[role].filter((right) => rights === undefined || rights.includes(right))

/** The stronger of two roles, by the order in which they stand. */
export const strongerRole = (one: Role, other: Role): Role =>
  Role.options.indexOf(one) >= Role.options.indexOf(other) ? one : other
