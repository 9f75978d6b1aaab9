import { type Context, Hono } from 'hono'
import type { ApprovalPage } from '../../shared/api/approvals.ts'
import type { Candidate } from '../../shared/engine/command.ts'
import { type ApprovalPlace, placeOf, placesInOrder } from '../../shared/projections/approvals.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { allShards, placeOfRun } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { doerOf, type Principal } from '../security/principal.ts'
import { requireLoop } from './requireLoop.ts'
import { shardOfRun } from './runs.ts'

/** What people are asked about, over all shards of all loops. */
export const approvals: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/approvals', async (c) => {
    const { loop, status, cursor, limit = 50, mine } = queryOf(c, 'listApprovals')
    if (mine && status !== 'open') throw onlyOpen()
    const { by, role } = c.var.principal
    const waitsFor = mine ? { waitsFor: { by, role } } : {}
    const loops = loop === undefined ? await workspaceOf(c.env).loops() : [await requireLoop(c, loop)]
    const before = cursor === undefined ? null : readCursor(cursor)
    const pages = await Promise.all(
      loops.flatMap(({ name, shards }) =>
        allShards(shards).map((shard) =>
          shardOf(c.env, name, shard).approvals({ status, before, limit: limit + 1, ...waitsFor }),
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
    const { approval, shard } = approvalAt(c)
    return c.json(valueOf(await shard.approval(approval, c.var.principal)))
  })
  .get('/api/approvals/:approval/candidates', async (c) => {
    const { approval, loop, shard } = approvalAt(c)
    const among = await workspaceOf(c.env).deciders(loop)
    return c.json({ names: valueOf(await shard.candidates(approval, [...among, selfOf(c.var.principal)])) })
  })
  .put('/api/approvals/:approval/assignee', async (c) => {
    const { to, note = null } = await bodyOf(c, 'assignApproval')
    const { approval, loop, shard } = approvalAt(c)
    const known = to && 'name' in to ? await workspaceOf(c.env).deciders(loop) : []
    const among = [...known, selfOf(c.var.principal)]
    const named = to && 'name' in to ? { named: among.filter(({ name }) => name === to.name) } : to
    const request = { type: 'assign-approval' as const, approval, to: named, note }
    valueOf(await shard.request(runOf(approval), request, c.var.principal))
    return c.json(valueOf(await shard.approval(approval, c.var.principal)))
  })
  .post('/api/approvals/:approval/comments', async (c) => {
    const { text } = await bodyOf(c, 'commentApproval')
    const { approval, shard } = approvalAt(c)
    const request = { type: 'comment-approval' as const, approval, text }
    valueOf(await shard.request(runOf(approval), request, c.var.principal))
    return c.json(valueOf(await shard.approval(approval, c.var.principal)), 201)
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

/** The approval that the address names, and the shard that its run lives on. */
function approvalAt(c: Context<AppEnv>) {
  const approval = c.req.param('approval') ?? ''
  const place = placeOfRun(runOf(approval), c.env.workspace)
  if (!place) throw new ProblemException('not-found', 'There is no such approval.')
  const { loop } = place
  return { approval, loop, shard: shardOf(c.env, loop, place.shard) }
}

/** Whoever asks is known, wherever their role comes from. */
function selfOf(principal: Principal): Candidate {
  const { by: name, person } = doerOf(principal)
  return { name, role: principal.role ?? '', person }
}

function onlyOpen() {
  return new ProblemException('invalid-request', 'Only what is open waits for somebody.', {
    errors: [{ pointer: '/mine', message: 'Send it with status=open' }],
  })
}

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
