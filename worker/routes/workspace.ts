import { Hono } from 'hono'
import { ResourceName } from '../../shared/graph/ids.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { readPage } from '../http/readPage.ts'
import { bodyOf } from '../http/requestBody.ts'
import { workspaceOf } from '../objects/ports.ts'

/** What the workspace holds: hosts, secrets, and the log of changes. */
export const workspace: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/hosts', async (c) => c.json({ hosts: await workspaceOf(c.env).hosts() }))
  .put('/api/hosts/:host', async (c) => {
    const name = requireName(c.req.param('host'))
    const { baseUrl } = await bodyOf(c, 'putHost')
    return c.json(valueOf(await workspaceOf(c.env).putHost(name, baseUrl, c.var.principal.by)))
  })
  .delete('/api/hosts/:host', async (c) => {
    valueOf(await workspaceOf(c.env).deleteHost(c.req.param('host'), c.var.principal.by))
    return c.body(null, 204)
  })
  .get('/api/secrets', async (c) => c.json({ secrets: await workspaceOf(c.env).secrets() }))
  .put('/api/secrets/:secret', async (c) => {
    const name = requireName(c.req.param('secret'))
    const secret = await bodyOf(c, 'putSecret')
    return c.json(valueOf(await workspaceOf(c.env).putSecret(name, secret, c.var.principal.by)))
  })
  .post('/api/secrets/reseal', async (c) =>
    c.json(await workspaceOf(c.env).resealSecrets(c.var.principal.by)),
  )
  .delete('/api/secrets/:secret', async (c) => {
    valueOf(await workspaceOf(c.env).deleteSecret(c.req.param('secret'), c.var.principal.by))
    return c.body(null, 204)
  })
  .get('/api/changes', async (c) => {
    const { before, limit } = readPage(c.req.query())
    return c.json(await workspaceOf(c.env).changes(before, limit))
  })

function requireName(name: string): string {
  const parsed = ResourceName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new ProblemException('invalid-request', parsed.error.issues[0]?.message ?? 'That is no name.')
}
