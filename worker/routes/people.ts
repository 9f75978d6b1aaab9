import { Hono } from 'hono'
import { MemberName } from '../../shared/api/identity.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { workspaceOf } from '../objects/ports.ts'

/** Who may do what: members with their roles, and the tokens of programs. */
export const people: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/people', async (c) => c.json({ people: await workspaceOf(c.env).countPeople() }))
  .get('/api/members', async (c) => c.json(await workspaceOf(c.env).members()))
  .put('/api/members', async (c) => {
    const { defaultRole, reason } = await bodyOf(c, 'putDefaultRole')
    valueOf(await workspaceOf(c.env).putDefaultRole(defaultRole, c.var.principal, reason))
    return c.json(await workspaceOf(c.env).members())
  })
  .put('/api/members/:member', async (c) => {
    const member = requireMember(c.req.param('member'))
    const { role, reason } = await bodyOf(c, 'putMember')
    return c.json(valueOf(await workspaceOf(c.env).putMember(member, role, c.var.principal, reason)))
  })
  .delete('/api/members/:member', async (c) => {
    const { reason } = queryOf(c, 'deleteMember')
    valueOf(await workspaceOf(c.env).deleteMember(c.req.param('member'), c.var.principal.by, reason))
    return c.body(null, 204)
  })
  .get('/api/tokens', async (c) => c.json({ tokens: await workspaceOf(c.env).tokens() }))
  .post('/api/tokens', async (c) => {
    const request = await bodyOf(c, 'createToken')
    return c.json(valueOf(await workspaceOf(c.env).createToken(request, c.var.principal)), 201)
  })
  .delete('/api/tokens/:token', async (c) => {
    const { reason } = queryOf(c, 'deleteToken')
    valueOf(await workspaceOf(c.env).deleteToken(c.req.param('token'), c.var.principal.by, reason))
    return c.body(null, 204)
  })

function requireMember(name: string): string {
  const parsed = MemberName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new ProblemException('invalid-request', parsed.error.issues[0]?.message ?? 'That is nobody’s name.')
}
