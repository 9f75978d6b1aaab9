import { Hono } from 'hono'
import { compile } from '../../shared/compile/compile.ts'
import type { AppEnv } from '../env.ts'
import { requireRevision } from '../http/etag.ts'
import { valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { compileContext, prepareVersion } from '../objects/loop/prepareVersion.ts'
import { testVersion } from '../objects/loop/testVersion.ts'
import { loopOf, workspaceOf } from '../objects/ports.ts'
import { requireLoop } from './requireLoop.ts'
import { requireLoopName } from './requireLoopName.ts'
import { sendOnce } from './sendOnce.ts'

/** Loops and their drafts. */
export const loops: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops', async (c) => {
    const catalogue = await workspaceOf(c.env).loops()
    const summaries = await Promise.all(catalogue.map(({ name }) => loopOf(c.env, name).summary()))
    // A loop can be removed between the two questions.
    return c.json({ loops: summaries.flatMap((summary) => (summary.ok ? [summary.value] : [])) })
  })
  .post('/api/loops', async (c) => {
    const { name, graph } = await bodyOf(c, 'createLoop')
    const { by } = c.var.principal
    const created = await loopOf(c.env, name).create({ name, graph, example: false, by })
    // Also when the name is taken: an earlier attempt may have ended between the two steps.
    if (created.ok || created.refusal.code === 'name-taken') await workspaceOf(c.env).addLoop(name, by)
    const loop = valueOf(created)
    c.header('location', `/api/loops/${name}`)
    c.header('etag', `"${loop.draft.revision}"`)
    return c.json(loop, 201)
  })
  .get('/api/loops/:loop', async (c) => {
    const loop = valueOf(await loopOf(c.env, requireLoopName(c.req.param('loop'))).detail())
    c.header('etag', `"${loop.draft.revision}"`)
    return c.json(loop)
  })
  .delete('/api/loops/:loop', async (c) => {
    const { reason } = queryOf(c, 'deleteLoop')
    valueOf(await loopOf(c.env, requireLoopName(c.req.param('loop'))).remove(c.var.principal.by, reason))
    return c.body(null, 204)
  })
  .put('/api/loops/:loop/draft', async (c) => {
    const loop = loopOf(c.env, requireLoopName(c.req.param('loop')))
    const revision = requireRevision(c.req.header('if-match'))
    const { graph } = await bodyOf(c, 'saveDraft')
    const saved = valueOf(await loop.saveDraft(graph, revision, c.var.principal.by))
    c.header('etag', `"${saved.revision}"`)
    return c.json(saved)
  })
  .post('/api/loops/:loop/draft/send', async (c) => {
    const { name } = await requireLoop(c)
    return c.json(await sendOnce(c, name, await bodyOf(c, 'sendOnce')))
  })
  .post('/api/loops/:loop/compile', async (c) => {
    const name = requireLoopName(c.req.param('loop'))
    const { graph } = await bodyOf(c, 'compile')
    const workspace = workspaceOf(c.env)
    const [settings, loops, people] = await Promise.all([
      workspace.settings(name),
      workspace.loops(),
      workspace.countPeople(),
    ])
    return c.json(compile(graph, { ...compileContext(settings, loops), people }))
  })
  .post('/api/loops/:loop/tests', async (c) => {
    const name = requireLoopName(c.req.param('loop'))
    const { graph: given } = await bodyOf(c, 'runTests')
    const graph = given ?? valueOf(await loopOf(c.env, name).detail()).draft.graph
    const workspace = workspaceOf(c.env)
    const [settings, loops, policies] = await Promise.all([
      workspace.settings(name),
      workspace.loops(),
      workspace.policies(),
    ])
    const prepared = valueOf(prepareVersion(name, graph, settings, loops))
    return c.json(testVersion(prepared, policies))
  })
