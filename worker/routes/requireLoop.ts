import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { type CataloguedLoop, workspaceOf } from '../objects/ports.ts'

/** The loop in the address, or of that name. A name that no loop has is an error: an empty answer would hide it. */
export async function requireLoop(c: Context<AppEnv>, name = c.req.param('loop')): Promise<CataloguedLoop> {
  const found = (await workspaceOf(c.env).loops()).find((loop) => loop.name === name)
  if (!found) throw new ProblemException('loop-not-found', 'There is no loop of that name.')
  return found
}
