import type { Env } from '../env.ts'
import { type Answer, answer, refuse } from '../http/problem.ts'
import { FullShards } from './FullShards.ts'
import { objectName } from './inWorkspace.ts'
import { anyShard, shardForKey, shardName } from './placement.ts'
import type { Placed, Routing, Started } from './ports.ts'

/** What is known of a loop before any of its shards was asked: one shard is right for most, and the others say so. */
const unknown: Routing = { revision: -1, shards: 1, dedupe: null }

const remembered = 10_000
const mostTries = 5

/** What this isolate knows of loops, by the names of their objects. It is told by shards, and wrong only until the next one is asked. */
const known = new Map<string, Routing>()

const full = new FullShards(() => Date.now())

function learn(loop: string, routing: Routing): void {
  known.delete(loop)
  known.set(loop, routing)
  const oldest = known.keys().next()
  if (known.size > remembered && !oldest.done) known.delete(oldest.value)
}

/** Any shard that takes runs of the loop, as far as this isolate knows. */
export const someShardOf = ({ workspace }: Env, loop: string) =>
  anyShard((known.get(objectName(workspace, loop)) ?? unknown).shards)

/**
 * Sends a call to the shard that its key belongs to, or to any when it has none: one hop when this isolate knows how the loop is
 * spread, two when it has to learn it.
 */
export async function sendPlaced(
  { workspace }: Env,
  loop: string,
  keyOf: (routing: Routing) => string | null,
  send: (shard: number, revision: number) => Promise<Answer<Placed>>,
): Promise<Answer<Started>> {
  const name = objectName(workspace, loop)
  let named: number | null = null
  for (let tries = 0; tries < mostTries; tries += 1) {
    const routing = known.get(name) ?? unknown
    const shard: number = named ?? shardFor(keyOf(routing), routing)
    const placed: Answer<Placed> = await full.send(shardName(name, shard), () =>
      send(shard, routing.revision),
    )
    if (!placed.ok) return placed
    const { value } = placed
    if (value.routing) learn(name, value.routing)
    if (value.at === 'here') return answer(value.started)
    named = value.shard
  }
  const detail = 'The number of shards of this loop, or its key, is being changed. Nothing was started.'
  return refuse('queue-full', detail, { headers: { 'retry-after': '1' } })
}

const shardFor = (key: string | null, { shards }: Routing) =>
  key === null ? anyShard(shards) : shardForKey(key, shards)
