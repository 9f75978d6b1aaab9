import { Hono } from 'hono'
import { policyPacks } from '../../shared/policy/packs/packs.ts'
import type { AppEnv } from '../env.ts'
import { requireRevision } from '../http/etag.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf } from '../http/requestBody.ts'
import { workspaceOf } from '../objects/ports.ts'
import { askWhatIf } from './whatIf.ts'

/** The policies that hold for every loop. */
export const policies: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/policies', async (c) => {
    const found = await workspaceOf(c.env).policies()
    c.header('etag', `"${found.version}"`)
    return c.json(found)
  })
  .get('/api/policies/:version', async (c) => {
    const version = Number(c.req.param('version'))
    if (!Number.isInteger(version)) throw new ProblemException('version-not-found', 'Versions are numbers.')
    return c.json(valueOf(await workspaceOf(c.env).policyVersion(version)))
  })
  .put('/api/policies', async (c) => {
    const revision = requireRevision(c.req.header('if-match'))
    const request = await bodyOf(c, 'putPolicies')
    const saved = valueOf(await workspaceOf(c.env).putPolicies(request, revision, c.var.principal.by))
    c.header('etag', `"${saved.version}"`)
    return c.json(saved)
  })
  .get('/api/policy-packs', (c) => c.json({ packs: policyPacks }))
  .post('/api/policies/what-if', async (c) => c.json(await askWhatIf(c.env, await bodyOf(c, 'whatIf'))))
