import { Hono } from 'hono'
import type { Delivery } from '../../shared/api/deliveries.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { bodyOf, queryOf } from '../http/requestBody.ts'
import { readVersionPin } from '../http/versionPin.ts'
import { allShards, placeOfRun } from '../objects/placement.ts'
import { shardOf, workspaceOf } from '../objects/ports.ts'
import { type DeliveryPlace, isBefore } from '../objects/shard/Deliveries.ts'
import { doerOf } from '../security/principal.ts'
import { requireLoop } from './requireLoop.ts'
import { sendTest } from './sendTest.ts'
import { startedResponse } from './startedResponse.ts'

/** The requests that a loop’s hook got, sent again or sent from here. */
export const deliveries: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/loops/:loop/deliveries', async (c) => {
    const { name, shards } = await requireLoop(c)
    const { cursor, limit = 50, result } = queryOf(c, 'listDeliveries')
    const filter = { before: cursor === undefined ? null : readCursor(cursor), result: result ?? null }
    const pages = await Promise.all(
      allShards(shards).map((shard) =>
        shardOf(c.env, name, shard).deliveries({ ...filter, limit: limit + 1 }),
      ),
    )
    const found = pages.flat().sort((a, b) => (isBefore(a, b) ? 1 : -1))
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    return c.json({ deliveries: shown, next: found.length > limit && last ? cursorOf(last) : null })
  })
  .post('/api/loops/:loop/deliveries', async (c) => {
    const { name } = await requireLoop(c)
    const { input, version } = await bodyOf(c, 'sendTest')
    readVersionPin(version ?? null, null)
    return c.json(await sendTest(c, name, input, version ?? null))
  })
  .post('/api/loops/:loop/deliveries/:run/redeliver', async (c) => {
    const { name } = await requireLoop(c)
    const { asNew } = await bodyOf(c, 'redeliver')
    const run = c.req.param('run')
    const place = placeOfRun(run, c.env.workspace)
    if (place?.loop !== name) throw new ProblemException('run-not-found', 'There is no delivery of that run.')
    const doer = doerOf(c.var.principal)
    const again = { run, asNew, doer, trace: c.var.trace.id }
    const started = valueOf(await shardOf(c.env, name, place.shard).redeliver(again))
    const became = started.replayed ? 'found its run again' : `started ${started.run.run}`
    await workspaceOf(c.env).note(doer.by, 'delivery.redelivered', name, `${run}: ${became}`)
    return startedResponse(c, started, 'run')
  })

const cursorOf = ({ at, id }: Delivery) => `${at}~${id}`

function readCursor(cursor: string): DeliveryPlace {
  const [, at, id] = /^(\d{1,15})~([a-z0-9.~:@-]{1,180})$/.exec(cursor) ?? []
  if (at !== undefined && id !== undefined) return { at: Number(at), id }
  throw new ProblemException('invalid-request', 'That cursor is none of this list’s.', {
    errors: [{ pointer: '/cursor', message: 'Take the cursor from `next` of the page before' }],
  })
}
