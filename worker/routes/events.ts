import { Hono } from 'hono'
import { accepts } from 'hono/accepts'
import type { AppEnv } from '../env.ts'
import { ProblemException, valueOf } from '../http/problem.ts'
import { queryOf } from '../http/requestBody.ts'
import { shardOfRun } from './runs.ts'

const types = ['application/json', 'application/x-ndjson', 'text/event-stream']
const defaultLimit = 5000

/** A run's log: a page of JSON, lines of JSON, or a stream that stays open until the run ends. */
export const events: Hono<AppEnv> = new Hono<AppEnv>().get('/api/runs/:run/events', async (c) => {
  const takesAnything = /(\*|application)\/\*/.test(c.req.header('accept') ?? '*/*')
  const type = accepts(c, {
    header: 'Accept',
    supports: types,
    default: takesAnything ? 'application/json' : '',
  })
  const run = c.req.param('run')
  const shard = shardOfRun(c)
  const { after = 0, limit = defaultLimit } = queryOf(c, 'getEvents')
  if (type === 'text/event-stream') {
    const from = Math.max(after, Number(/^\d{1,9}$/.exec(c.req.header('last-event-id') ?? '')?.[0] ?? 0))
    const stream = valueOf(await shard.follow(run, from))
    return c.body(stream, 200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
  }
  if (type === '') throw new ProblemException('not-acceptable', `A log comes as ${types.join(', ')}.`)
  const page = valueOf(await shard.events(run, after, limit))
  if (type !== 'application/x-ndjson') return c.json(page)
  const lines = page.events.map((event) => `${JSON.stringify(event)}\n`).join('')
  return c.body(lines, 200, { 'content-type': 'application/x-ndjson' })
})
