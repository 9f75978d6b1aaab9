import type { KpiReading } from '../../../shared/projections/kpiAlert.ts'
import { kpiHourMs } from '../../../shared/projections/kpiSeries.ts'
import { sumKpis } from '../../../shared/projections/kpis.ts'
import type { Env } from '../../env.ts'
import { allShards } from '../placement.ts'
import { type CataloguedLoop, shardOf } from '../ports.ts'

/** What the shards of a loop say of the longest window; gives what any window up to that comes to. */
export async function readLoop(
  env: Env,
  { name, shards }: CataloguedLoop,
  mostHours: number,
  now: number,
): Promise<(windowHours: number) => KpiReading> {
  const begin = (hours: number) => (Math.floor(now / kpiHourMs) - hours) * kpiHourMs
  const from = begin(mostHours)
  const span = { from, to: now + 1, step: 'hour', usualFrom: from } as const
  const found = await Promise.all(allShards(shards).map((shard) => shardOf(env, name, shard).kpis(span)))
  const oldest = found.flatMap(({ now: { oldestApprovalAt } }) => oldestApprovalAt ?? [])
  const here = {
    queued: found.reduce((sum, shard) => sum + shard.now.status.queued, 0),
    oldestApprovalAt: oldest.length === 0 ? null : Math.min(...oldest),
    now,
  }
  return (windowHours) => {
    const cells = found.flatMap(({ cells: all }) => all.filter(({ at }) => at >= begin(windowHours)))
    return { ...here, windowHours, kpis: sumKpis(cells.map(({ kpis }) => kpis)) }
  }
}
