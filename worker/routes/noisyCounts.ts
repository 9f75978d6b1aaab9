import type { z } from 'zod'
import type { CountsQuery, NoisyCounts } from '../../shared/api/privacy.ts'
import { Outcome } from '../../shared/graph/nodes/outcome.ts'
import { discreteLaplace } from '../../shared/privacy/noise.ts'
import type { Env } from '../env.ts'
import { type Answer, answer, refuse } from '../http/problem.ts'
import { allShards } from '../objects/placement.ts'
import { type CataloguedLoop, shardOf, workspaceOf } from '../objects/ports.ts'

const dayMs = 86_400_000

/** How many runs of a loop ended how, with noise, paid for from the budget of the day. */
export async function noisyCounts(
  env: Env,
  { name, shards }: CataloguedLoop,
  { epsilon = 0.1, days = 7 }: Omit<z.infer<typeof CountsQuery>, 'loop'>,
): Promise<Answer<NoisyCounts>> {
  const now = Date.now()
  const to = Math.floor(now / dayMs) * dayMs
  const from = to - days * dayMs
  // Paid for first: whoever asks twice at once pays twice.
  const left = await workspaceOf(env).spendPrivacy(new Date(now).toISOString().slice(0, 10), epsilon)
  if (left === null) {
    const seconds = String(Math.ceil((to + dayMs - now) / 1000))
    const detail = 'The privacy budget of today is spent: more answers would tell too much of single runs.'
    return refuse('too-many-attempts', detail, { headers: { 'retry-after': seconds } })
  }
  const counted = await Promise.all(
    allShards(shards).map((shard) => shardOf(env, name, shard).privacy('count', { from, to })),
  )
  const outcomes = Outcome.options.map((outcome): [string, number] => {
    const count = counted.reduce((sum, counts) => sum + (counts[outcome] ?? 0), 0)
    return [outcome, Math.max(0, count + discreteLaplace(epsilon, uniform(), uniform()))]
  })
  const noise = { epsilon, scale: 1 / epsilon, left }
  return answer({ loop: name, from, to, outcomes: Object.fromEntries(outcomes), ...noise })
}

/** Uniform in (0, 1], with 53 random bits. */
function uniform(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return ((high >>> 5) * 2 ** 26 + (low >>> 6) + 1) / 2 ** 53
}
