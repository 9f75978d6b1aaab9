import { type Context, Hono } from 'hono'
import type { KpiQuery, LoopGlance } from '../../shared/api/kpis.ts'
import { type KpiHealth, type KpiNow, kpiHealth } from '../../shared/projections/kpiHealth.ts'
import { type KpiSpan, kpiSeries, kpiSpan } from '../../shared/projections/kpiSeries.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { queryOf } from '../http/requestBody.ts'
import { allShards } from '../objects/placement.ts'
import { type CataloguedLoop, shardOf, workspaceOf } from '../objects/ports.ts'
import type { KpisOfShard } from '../objects/shard/kpisOf.ts'
import { requireLoop } from './requireLoop.ts'

/** What runs came to: of a workspace at a glance, and of a loop over time. */
export const kpis: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/api/kpis', async (c) => {
    const span = requireSpan(queryOf(c, 'getKpis'))
    const loops = await workspaceOf(c.env).loops()
    const found = await Promise.all(loops.map((loop) => glanceAt(c, loop, span)))
    const sorted = found.toSorted((one, other) => rank[one.health.state] - rank[other.health.state])
    return c.json({ ...shownSpan(span), loops: sorted })
  })
  .get('/api/loops/:loop/kpis', async (c) => {
    const { version = null, ...query } = queryOf(c, 'getLoopKpis')
    const span = requireSpan(query)
    const loop = await requireLoop(c)
    const { cells, now } = await askShards(c, loop, span)
    const series = kpiSeries(cells, span, version)
    const health = kpiHealth({ ...series, now, shareOf: shareOf(span) })
    return c.json({ loop: loop.name, ...shownSpan(span), health, now, ...series })
  })

/** Loops that need somebody come first. */
const rank = { failing: 0, degraded: 1, ok: 2, idle: 3 } as const satisfies Record<KpiHealth['state'], number>

async function glanceAt(c: Context<AppEnv>, loop: CataloguedLoop, span: KpiSpan): Promise<LoopGlance> {
  const { cells, now } = await askShards(c, loop, span)
  const { total, expected, points } = kpiSeries(cells, span, null)
  return {
    loop: loop.name,
    health: kpiHealth({ total, expected, now, shareOf: shareOf(span) }),
    now,
    total,
    expected,
    points: points.map(({ at, ended, outcomes }) => ({
      at,
      ended,
      notSucceeded: ended - (outcomes.succeeded ?? 0) - (outcomes.cancelled ?? 0),
    })),
  }
}

async function askShards(c: Context<AppEnv>, { name, shards }: CataloguedLoop, span: KpiSpan) {
  const found = await Promise.all(allShards(shards).map((shard) => shardOf(c.env, name, shard).kpis(span)))
  return { cells: found.flatMap(({ cells }) => cells), now: nowOf(found.map(({ now }) => now)) }
}

function nowOf(shards: readonly KpisOfShard['now'][]): KpiNow {
  const sum = (of: (shard: KpisOfShard['now']) => number) =>
    shards.reduce((total, shard) => total + of(shard), 0)
  const hosts = shards.flatMap(({ status }) => status.breakers.map(({ host }) => host))
  return {
    queued: sum(({ status }) => status.queued),
    running: sum(({ status }) => status.running),
    limit: shards.every(({ status }) => status.limit === null)
      ? null
      : sum(({ status }) => status.limit ?? 0),
    approvals: sum(({ approvals }) => approvals),
    blockedHosts: [...new Set(hosts)].toSorted(),
    deadCallbacks: sum(({ status }) => status.callbacks?.dead ?? 0),
  }
}

function requireSpan(query: KpiQuery): KpiSpan {
  const span = kpiSpan(query, Date.now())
  if (span) return span
  throw new ProblemException('invalid-request', 'That time can’t be asked about.', {
    errors: [{ pointer: '/from', message: 'Give a time before the end, at most 35 days before it' }],
  })
}

const shareOf = ({ from, to, usualFrom }: KpiSpan) =>
  from === usualFrom ? 0 : (to - from) / (from - usualFrom)

const shownSpan = ({ from, to, step, usualFrom }: KpiSpan) => ({
  from,
  to,
  step,
  usual: { from: usualFrom, to: from },
})
