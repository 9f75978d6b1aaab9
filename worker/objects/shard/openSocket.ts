import type { Shard } from './openShard.ts'

/** Opens a socket at `/<run>?after=<number>`; 404 where there is no such run. */
export function openSocket(shard: Shard | null, { url }: Request): Response {
  const { pathname, searchParams } = new URL(url)
  const run = decodeURIComponent(pathname.slice(1))
  if (!shard?.table.get(run)) return new Response(null, { status: 404 })
  const webSocket = shard.sockets.open(run, Number(searchParams.get('after')))
  return new Response(null, { status: 101, webSocket })
}
