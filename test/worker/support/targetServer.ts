import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { TestProject } from 'vitest/node'

/**
 * What a target does with a request. `drop` hangs up without an answer; `hold` answers with 200 once it is let go; `zipped` sends so many
 * megabytes of nothing, compressed; `endless` never comes to an end, a piece of so many bytes at a time.
 */
export type TargetAnswer =
  | { type: 'answer'; status: number; body?: unknown; headers?: Record<string, string>; afterMs?: number }
  | { type: 'drop' }
  | { type: 'hold'; body?: unknown }
  | { type: 'zipped'; megabytes: number; times: number }
  | { type: 'endless'; bytes: number; everyMs: number }

/** A request as a target got it. `path` is what follows the target's own address. */
export type TargetRequest = {
  method: string
  path: string
  headers: Record<string, string>
  body: string
  /** The caller hung up before it was answered. */
  abandoned: boolean
  /** Milliseconds since the epoch. */
  at: number
  /** How many requests were under way when it came, itself included. */
  underWay: number
}

/** The answers to the requests to come, in order, and the one to all further ones. */
export type TargetScript = { answers: TargetAnswer[]; last: TargetAnswer }

type Target = {
  script: TargetScript
  requests: TargetRequest[]
  waiting: (() => void)[]
  held: (() => void)[]
  underWay: number
}

declare module 'vitest' {
  interface ProvidedContext {
    targetOrigin: string
  }
}

const targets = new Map<string, Target>()
const fine: TargetAnswer = { type: 'answer', status: 200, body: {} }

function targetOf(name: string): Target {
  const target = targets.get(name) ?? {
    script: { answers: [], last: fine },
    requests: [],
    waiting: [],
    held: [],
    underWay: 0,
  }
  targets.set(name, target)
  return target
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function tell(target: Target) {
  for (const wake of target.waiting.splice(0)) wake()
}

/** Answers with the target's requests once there are so many of them, or so many that were abandoned. */
async function report(target: Target, url: URL, response: ServerResponse) {
  const [count, abandoned] = ['count', 'abandoned'].map((name) => Number(url.searchParams.get(name) ?? 0))
  const isThere = () =>
    target.requests.length >= (count ?? 0) &&
    target.requests.filter((request) => request.abandoned).length >= (abandoned ?? 0)
  while (!isThere()) await new Promise<void>((resolve) => target.waiting.push(resolve))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(target.requests))
}

async function handle(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://target')
  const [, kind = '', name = '', path = ''] = /^\/(control|t)\/([^/]+)(.*)$/.exec(url.pathname) ?? []
  const target = targetOf(name)
  if (kind === 'control' && request.method === 'GET') return report(target, url, response)
  const body = await textOf(request)
  if (kind === 'control' && request.method === 'DELETE') {
    for (const letGo of target.held.splice(0)) letGo()
    return response.end()
  }
  if (kind === 'control') {
    target.script = JSON.parse(body) as TargetScript
    return response.end()
  }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([key, value]) => [key, String(value)]),
  )
  target.underWay += 1
  const { underWay } = target
  const got = {
    method: request.method ?? '',
    path,
    headers,
    body,
    abandoned: false,
    at: Date.now(),
    underWay,
  }
  target.requests.push(got)
  response.on('close', () => {
    got.abandoned = !response.writableEnded
    target.underWay -= 1
    tell(target)
  })
  tell(target)
  const does = target.script.answers.shift() ?? target.script.last
  if (does.type === 'hold') {
    target.held.push(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(does.body ?? {}))
    })
    return
  }
  if (does.type === 'drop') return response.destroy()
  if (does.type === 'zipped') return sendZipped(response, does.megabytes, does.times)
  if (does.type === 'endless') return sendEndlessly(response, does.bytes, does.everyMs)
  if (does.afterMs !== undefined) await setTimeout(does.afterMs)
  response.writeHead(does.status, { 'content-type': 'application/json', ...does.headers })
  return response.end(does.body === undefined ? '' : JSON.stringify(does.body))
}

/** Zeros, compressed as often as that: each time to about a thousandth. */
function sendZipped(response: ServerResponse, megabytes: number, times: number) {
  let body: Buffer = Buffer.alloc(megabytes * 1_048_576)
  for (let time = 0; time < times; time += 1) body = gzipSync(body)
  const encoding = Array.from({ length: times }, () => 'gzip').join(', ')
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
  return response.end(body)
}

function sendEndlessly(response: ServerResponse, bytes: number, everyMs: number) {
  response.writeHead(200, { 'content-type': 'application/json' })
  const beat = setInterval(() => response.write(' '.repeat(bytes)), everyMs)
  response.on('close', () => clearInterval(beat))
}

/** Real HTTP servers for the tests in workerd, each under a name of its own: scripted from there, and asked for what they got. */
export async function setup(project: TestProject): Promise<() => void> {
  const server = createServer((request, response) => void handle(request, response))
  // By itself Node closes a connection after five idle seconds, soon on a busy machine: what workerd sends on it right then is lost.
  server.keepAliveTimeout = 600_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  project.provide('targetOrigin', `http://127.0.0.1:${port}`)
  return () => {
    server.closeAllConnections()
    server.close()
  }
}
