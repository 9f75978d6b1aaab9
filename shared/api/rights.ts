import { z } from 'zod'

/** What a person or token is, in a workspace. */
export const Role = z.enum(['viewer', 'reviewer', 'approver', 'builder', 'operator', 'admin'])
export type Role = z.infer<typeof Role>

/** What a route asks for. `public` asks for nothing; a hook checks its caller by the trigger's own scheme. */
export const Right = z.enum(['public', 'hook', 'read', 'approve', 'build', 'operate', 'administer'])
export type Right = z.infer<typeof Right>

/** Which rights each role has, beyond `public` and `hook`. */
export const rightsOf = {
  viewer: ['read'],
  reviewer: ['read'],
  approver: ['read', 'approve'],
  builder: ['read', 'build'],
  operator: ['read', 'operate', 'approve'],
  admin: ['read', 'approve', 'build', 'operate', 'administer'],
} as const satisfies Record<Role, readonly Right[]>

/** Whether a principal with this role may use a route that asks for this right. No principal: `role` is null. */
export function allows(role: Role | null, right: Right): boolean {
  if (right === 'public' || right === 'hook') return true
  return role !== null && (rightsOf[role] as readonly Right[]).includes(right)
}
