import { Hono } from 'hono'
import type { ApprovalPage } from '../../shared/api/approvals.ts'
import { type ApprovalPlace, placeOf, placesInOrder } from '../../shared/projections/approvals.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { allShards, placeOfRun } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { requireLoop } from './requireLoop.ts'
import { shardOfRun } from './runs.ts'

/** What people are asked about, over all shards of all loops. */
export const approvals: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/approvals', async (c) => {
    const { loop, status, cursor, limit = 50 } = queryOf(c, 'listApprovals')
    const loops = loop === undefined ? await workspaceOf(c.env).loops() : [await requireLoop(c, loop)]
    const before = cursor === undefined ? null : readCursor(cursor)
    const pages = await Promise.all(
      loops.flatMap(({ name, shards }) =>
        allShards(shards).map((shard) =>
          shardOf(c.env, name, shard).approvals({ status, before, limit: limit + 1 }),
        ),
      ),
    )
    const found = pages
      .flatMap((page) => page.approvals)
      .sort((a, b) => placesInOrder(status, placeOf(status, a), placeOf(status, b)))
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const page: ApprovalPage = {
      approvals: shown,
      next: found.length > limit && last ? cursorOf(placeOf(status, last)) : null,
      open: pages.reduce((sum, { open }) => sum + open, 0),
    }
    return c.json(page)
  })
  .get('/api/approvals/:approval', async (c) => {
    const approval = c.req.param('approval')
    const place = placeOfRun(runOf(approval), c.env.workspace)
    if (!place) throw new ProblemException('not-found', 'There is no such approval.')
    const shard = shardOf(c.env, place.loop, place.shard)
    return c.json(valueOf(await shard.approval(approval, c.var.principal)))
  })
  .post('/api/runs/:run/approvals/:approval', async (c) => {
    const { note = null, ...decision } = await bodyOf(c, 'decideApproval')
    const request = {
      type: 'decide-approval' as const,
      approval: c.req.param('approval'),
      note,
      ...decision,
    }
    return c.json(valueOf(await shardOfRun(c).request(c.req.param('run'), request, c.var.principal)))
  })

/** The run that an approval is of: its id is the run's, with a number. */
function runOf(approval: string): string {
  return approval.replace(/\.\d+$/, '')
}

const cursorOf = ({ at, approval }: ApprovalPlace) => `${at}~${approval}`

function readCursor(cursor: string): ApprovalPlace {
  const [, at, approval] = /^(\d{1,15})~([a-z0-9.-]{1,200})$/.exec(cursor) ?? []
  if (approval !== undefined) return { at: Number(at), approval }
  throw new ProblemException('invalid-request', 'That cursor is none of this list’s.', {
    errors: [{ pointer: '/cursor', message: 'Take the cursor from `next` of the page before' }],
  })
}
