import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type AppEnv, isLocal } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { sandboxOf } from '../objects/ports.ts'

const onlyLocal = createMiddleware<AppEnv>(async (c, next) => {
  if (!isLocal(c.env)) throw new ProblemException('not-found', 'The sandbox exists on a local server only.')
  await next()
})

/** The local sandbox: its apps, what they received, and how they misbehave. */
export const sandboxControl: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/sandbox/calls', onlyLocal, async (c) => {
    const { before = null, limit = 50 } = queryOf(c, 'listSandboxCalls')
    return c.json(await sandboxOf(c.env).calls(before, limit))
  })
  .delete('/api/sandbox/calls', onlyLocal, async (c) => {
    await sandboxOf(c.env).clear()
    return c.body(null, 204)
  })
  .get('/api/sandbox/rules', onlyLocal, async (c) => c.json({ rules: await sandboxOf(c.env).rules() }))
  .put('/api/sandbox/rules', onlyLocal, async (c) => {
    const { rules } = await bodyOf(c, 'putSandboxRules')
    await sandboxOf(c.env).putRules(rules)
    return c.json({ rules })
  })
  .all('/sandbox/:app/*', onlyLocal, async (c) => {
    const response = await sandboxOf(c.env).fetch(c.req.raw)
    return new Response(response.body, response)
  })
