import { Hono } from 'hono'
import { socketProtocol } from '../../shared/api/socket.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException } from '../http/problem.ts'
import { queryOf } from '../http/requestBody.ts'
import { offeredProtocols } from '../security/socketToken.ts'
import { shardOfRun } from './runs.ts'

/** A run's log over a WebSocket, which the run's shard holds. */
export const sockets: Hono<AppEnv> = new Hono<AppEnv>().get('/api/runs/:run/socket', async (c) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
    throw new ProblemException('upgrade-required', 'This address is for WebSockets.', {
      headers: { upgrade: 'websocket', connection: 'Upgrade' },
    })
  const { after = 0 } = queryOf(c, 'openSocket')
  const run = encodeURIComponent(c.req.param('run'))
  const request = new Request(`https://shard.invalid/${run}?after=${after}`, {
    headers: { upgrade: 'websocket' },
  })
  const { webSocket } = await shardOfRun(c).fetch(request)
  if (!webSocket) throw new ProblemException('run-not-found', 'There is no run of that id.')
  // A client that offered something waits for one of it to be chosen.
  const speaks = offeredProtocols(c.req.raw).includes(socketProtocol)
  return new Response(null, {
    status: 101,
    webSocket,
    ...(speaks ? { headers: { 'sec-websocket-protocol': socketProtocol } } : {}),
  })
})
