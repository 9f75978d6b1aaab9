import { Hono } from 'hono'
import type { Change, ChangesBundle } from '../../shared/api/changes.ts'
import { ResourceName } from '../../shared/graph/ids.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { workspaceOf } from '../objects/ports.ts'

/** So many entries are read from the object at once: what crosses has a bound. */
const exportedAtOnce = 1000

/** What the workspace holds: hosts, secrets, and the log of changes. */
export const workspace: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/hosts', async (c) => c.json({ hosts: await workspaceOf(c.env).hosts() }))
  .put('/api/hosts/:host', async (c) => {
    const name = requireName(c.req.param('host'))
    const { baseUrl, reason } = await bodyOf(c, 'putHost')
    return c.json(valueOf(await workspaceOf(c.env).putHost(name, baseUrl, c.var.principal.by, reason)))
  })
  .delete('/api/hosts/:host', async (c) => {
    const { reason } = queryOf(c, 'deleteHost')
    valueOf(await workspaceOf(c.env).deleteHost(c.req.param('host'), c.var.principal.by, reason))
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
    const { reason } = queryOf(c, 'deleteSecret')
    valueOf(await workspaceOf(c.env).deleteSecret(c.req.param('secret'), c.var.principal.by, reason))
    return c.body(null, 204)
  })
  .get('/api/changes', async (c) => c.json(await workspaceOf(c.env).changes(queryOf(c, 'listChanges'))))
  .get('/api/changes/bundle', async (c) => {
    const workspace = workspaceOf(c.env)
    const signed = await workspace.signChanges()
    const changes: Change[] = []
    while (changes.length < signed.head.seq) {
      const some = await workspace.changesAfter(changes.length, exportedAtOnce)
      changes.push(...some.slice(0, signed.head.seq - changes.length))
    }
    const bundle: ChangesBundle = { ...signed, changes }
    return c.json(bundle)
  })

function requireName(name: string): string {
  const parsed = ResourceName.safeParse(name)
  if (parsed.success) return parsed.data
  throw new ProblemException('invalid-request', parsed.error.issues[0]?.message ?? 'That is no name.')
}
