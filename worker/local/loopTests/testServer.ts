import type { z } from 'zod'
import { LoopList, TestResults } from '../../../shared/api/loops.ts'
import { Problem } from '../../../shared/api/problem.ts'
import type { LoopReport } from '../../../shared/cases/sarif.ts'

type Server = { url: string; token: string; stop: AbortSignal }

/** Has a running Pavane test the drafts of its loops: those that are named, else all. */
export async function testServer(server: Server, named: readonly string[]): Promise<LoopReport[]> {
  const loops = named.length > 0 ? named : await namesOf(server)
  const reports: LoopReport[] = []
  for (const loop of loops) reports.push(await testLoop(server, loop))
  return reports
}

async function namesOf(server: Server): Promise<string[]> {
  const answer = await ask(server, '/api/loops', LoopList)
  if (!answer.ok) throw new Error(answer.problem)
  return answer.value.loops.map(({ name }) => name)
}

async function testLoop(server: Server, loop: string): Promise<LoopReport> {
  const source = new URL(`/loops/${encodeURIComponent(loop)}`, server.url).href
  const path = `/api/loops/${encodeURIComponent(loop)}/tests`
  const began = performance.now()
  const answer = await ask(server, path, TestResults, {})
  if (!answer.ok) return { loop, source, cases: [], error: answer.problem }
  const { tests } = answer.value
  const seconds = (performance.now() - began) / 1000 / Math.max(1, tests.length)
  return { loop, source, cases: tests.map((report) => ({ report, seconds })), error: null }
}

type Asked<T> = { ok: true; value: T } | { ok: false; problem: string }

async function ask<S extends z.ZodType>(
  { url, token, stop }: Server,
  path: string,
  schema: S,
  body?: object,
): Promise<Asked<z.output<S>>> {
  const response = await fetch(new URL(path, url), {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: stop,
  }).catch((error: unknown) => {
    const why = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : ''
    throw new Error(`${url} can’t be reached${why}`)
  })
  const answer: unknown = await response.json()
  if (response.ok) return { ok: true, value: schema.parse(answer) }
  const { title, detail } = Problem.parse(answer)
  return { ok: false, problem: detail ?? title }
}
