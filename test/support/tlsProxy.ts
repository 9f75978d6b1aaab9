import { readFileSync } from 'node:fs'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../fixtures/tls')

export type TlsProxy = { origin: string; close(): Promise<void> }

/** Speaks TLS at a port and plain HTTP with a server on this machine, by that one's own host name: what proxies do unless they are told otherwise. */
export async function startTlsProxy(port: number, upstream: number): Promise<TlsProxy> {
  const server = createServer(selfSigned(), (incoming, answer) => {
    const passedOn = request(optionsOf(incoming, upstream), (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    passedOn.on('error', () => answer.writeHead(502).end())
    answer.on('close', () => passedOn.destroy())
    incoming.pipe(passedOn)
  })
  server.on('upgrade', (incoming, socket, head) => {
    const passedOn = connect(upstream, '127.0.0.1', () => {
      const { method, path, headers } = optionsOf(incoming, upstream)
      const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${String(value)}`)
      passedOn.write(`${[`${method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`)
      passedOn.write(head)
      passedOn.pipe(socket).pipe(passedOn)
    })
    passedOn.on('error', () => socket.destroy())
    socket.on('error', () => passedOn.destroy())
  })
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { origin: `https://localhost:${port}`, close }
}

const optionsOf = (
  { method, url, headers }: IncomingMessage,
  port: number,
): RequestOptions & { path: string } => ({
  host: '127.0.0.1',
  port,
  method: method ?? 'GET',
  path: url ?? '/',
  headers: { ...headers, host: `localhost:${port}` },
})

/** A certificate that nobody vouches for, and that holds for a hundred years. */
const selfSigned = () => ({
  key: readFileSync(join(folder, 'key.pem')),
  cert: readFileSync(join(folder, 'cert.pem')),
})
