import { spawn, spawnSync } from 'node:child_process'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { type Throughput, throughput } from './measure.ts'

/** Whether wrk is installed. It takes a fraction of what a client in Node takes of the machine that it measures. */
export const hasWrk = () => spawnSync('wrk', ['-v'], { stdio: 'ignore' }).error === undefined

export type Load = { url: string; body: string; callers: number; seconds: number }

/** Posts the same body from that many callers at once. Throws when an answer is not 200 with `"ok":true`. */
export async function loadFor(load: Load): Promise<Throughput> {
  return hasWrk() ? byWrk(load) : byNode(load)
}

type Result = { good: number; bad: number; seconds: number; p50: number; p99: number }

async function byWrk({ url, body, callers, seconds }: Load): Promise<Throughput> {
  const script = join(import.meta.dirname, 'post.lua')
  const args = ['-t1', `-c${callers}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, url]
  const child = spawn('wrk', args, {
    env: { ...process.env, BODY: body },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await new Promise((resolve) => child.once('close', resolve))
  const text = /RESULT (.*)/.exec(output)?.[1]
  if (!text) throw new Error(`wrk said: ${output}`)
  const { good, bad, seconds: took, p50, p99 } = JSON.parse(text) as Result
  if (bad > 0) throw new Error(`${bad} of ${good + bad} answers of ${url} were wrong`)
  return { perSecond: good / took, p50, p99, calls: good }
}

async function byNode({ url, body, callers, seconds }: Load): Promise<Throughput> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers })
  try {
    return await throughput(callers, seconds, async () => {
      const { status, text } = await post(url, body, agent)
      if (status !== 200 || !text.includes('"ok":true')) throw new Error(`${url} answered ${status}: ${text}`)
    })
  } finally {
    agent.destroy()
  }
}

/** `run` is the id of the run that was started, `rows` what it wrote. */
export type Answered = { status: number; text: string; rows: number; run: string }

/** Posts JSON over a kept connection: cheaper than `fetch`, so that less of what is measured is the caller. */
export function post(url: string, body: string, agent: Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', reject)
      const rows = Number(response.headers['pavane-rows-written'])
      const run = response.headers.location?.split('/').at(-1) ?? ''
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, rows, run }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
