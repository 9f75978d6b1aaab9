import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as it came. */
export type TargetRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string }

/** A real HTTP server on this machine; what it does with a request is the test's to say. */
export class HttpTarget {
  readonly origin: string
  readonly #close: () => Promise<void>

  private constructor(port: number, close: () => Promise<void>) {
    this.origin = `http://127.0.0.1:${port}`
    this.#close = close
  }

  /** Listens on a free port. A request that `take` never answers stays open until the sender hangs up. */
  static async listen(take: (request: TargetRequest, response: ServerResponse) => void): Promise<HttpTarget> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        take({ method, path: url, headers, body: Buffer.concat(chunks).toString() }, response)
      })
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return new HttpTarget(
      (server.address() as AddressInfo).port,
      () =>
        new Promise((done) => {
          server.close(() => done())
          server.closeAllConnections()
        }),
    )
  }

  close(): Promise<void> {
    return this.#close()
  }
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
