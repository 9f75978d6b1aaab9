import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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

/** A certificate that nobody vouches for. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'pavane-tls-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    execFileSync('openssl', ['req', ...kind, '-subj', '/CN=localhost', '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    })
    return { key: readFileSync(key), cert: readFileSync(cert) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
