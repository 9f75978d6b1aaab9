import type { ShardStatus } from '../../../shared/api/loopStatus.ts'
import { foldCells, type KpiCell, type KpiSpan, kpiHourMs } from '../../../shared/projections/kpiSeries.ts'
import type { Shard } from './openShard.ts'
import { shardStatus } from './shardStatus.ts'

/** Cells by step and version, and how much waits or is under way. */
export type KpisOfShard = {
  cells: KpiCell[]
  now: { status: ShardStatus; approvals: number; oldestApprovalAt: number | null }
}

/** Of more that are open, the oldest of those that run out first is told. */
const mostApprovals = 10_000

/** What a shard's runs came to, and what it has under way; nothing before anything was deployed to it. */
export function kpisOf(shard: Shard | null, span: KpiSpan, number: number): KpisOfShard {
  const status = shardStatus(shard, number)
  if (!shard) return { cells: [], now: { status, approvals: 0, oldestApprovalAt: null } }
  const cells = [...shard.kpis.between(span.usualFrom, span.to), ...startedOf(shard)]
  const { approvals, open } = shard.approvals.list({ status: 'open', before: null, limit: mostApprovals })
  const oldestApprovalAt =
    approvals.length === 0 ? null : Math.min(...approvals.map((each) => each.requestedAt))
  return { cells: foldCells(cells, span), now: { status, approvals: open, oldestApprovalAt } }
}

/** Runs that have not ended are in no cell yet, and have started all the same. */
function startedOf({ open }: Shard): KpiCell[] {
  return open.names().flatMap((run) => {
    const summary = open.get(run)?.summary
    if (!summary || summary.status === 'ended') return []
    const at = Math.floor(summary.acceptedAt / kpiHourMs) * kpiHourMs
    return [{ at, version: summary.versionNumber ?? 0, kpis: { counts: { started: 1 }, times: {} } }]
  })
}
