import { Buffer } from 'node:buffer'
import type { MiddlewareHandler } from 'hono'
import { bearerProtocol } from '../../shared/api/socket.ts'
import type { AppEnv } from '../env.ts'

/** The subprotocols that a client offers. */
export const offeredProtocols = (request: Request): string[] =>
  (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim())

/**
 * A page’s script can give a socket no header, and what stands in an address ends up in logs: so a token may come among the subprotocols
 * that are offered, and is looked at as if it were in `Authorization`.
 */
export const socketToken: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { raw } = c.req
  const isSocket = raw.headers.get('upgrade')?.toLowerCase() === 'websocket'
  const offered = isSocket && !raw.headers.has('authorization') ? offeredProtocols(raw) : []
  const encoded = offered.find((name) => name.startsWith(bearerProtocol))?.slice(bearerProtocol.length)
  if (encoded !== undefined) {
    const headers = new Headers(raw.headers)
    headers.set('authorization', `Bearer ${decoded(encoded)}`)
    c.req.raw = new Request(raw, { headers })
  }
  await next()
}

/** What is no base64url is no token either: it is refused like a wrong one. */
function decoded(encoded: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return '-'
  const text = Buffer.from(encoded, 'base64url').toString()
  return /^[\x21-\x7e]+$/.test(text) ? text : '-'
}
