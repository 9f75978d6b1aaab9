import { readdirSync, readFileSync, statSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiLimits } from '../../shared/api/limits.ts'
import { Problem } from '../../shared/api/problem.ts'
import { RunList } from '../../shared/api/runs.ts'
import { Api } from '../support/api.ts'
import { issueOpened } from '../support/githubIssue.ts'
import { LocalServer } from '../support/localServer.ts'

/** Stands in every refused body: it may turn up nowhere afterwards. */
const canary = 'canary-6d0c1f5e9b'

let server: LocalServer

beforeAll(async () => {
  server = await LocalServer.start()
})
afterAll(() => server.discard())

const json = { 'content-type': 'application/json' }

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  fetch(`${server.origin}${path}`, { method: 'POST', headers, body })

async function expectProblem(response: Response, status: number, code: string): Promise<void> {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const problem = Problem.parse(await response.json())
  expect(problem).toMatchObject({ status, type: expect.stringMatching(new RegExp(`/problems/${code}$`)) })
  expect(response.status).toBe(status)
}

const nested = (depth: number) => `${'['.repeat(depth)}"${canary}"${']'.repeat(depth)}`
const withIssueText = (issue: string) => `{"action":"opened","note":"${canary}","issue":${issue}}`

const refused: [string, string, string, number, string][] = [
  ['JSON that breaks off', 'issue-triage', `{"action":"${canary}`, 400, 'malformed-json'],
  ['no body at all', 'issue-triage', '', 400, 'malformed-json'],
  ['a body of 10 MB', 'issue-triage', `"${canary.padEnd(10 * 1024 * 1024, 'x')}"`, 413, 'body-too-large'],
  ['nesting of 10,000 levels', 'issue-triage', nested(10_000), 422, 'nesting-too-deep'],
  [
    'nesting one level past the limit',
    'issue-triage',
    nested(apiLimits.jsonDepth + 1),
    422,
    'nesting-too-deep',
  ],
  ['an unknown loop', 'no-such-loop', `{"a":"${canary}"}`, 404, 'loop-not-found'],
  ['a loop name that no loop can have', '%2e%2e%2fapi', `{"a":"${canary}"}`, 404, 'loop-not-found'],
  ['a number where an object belongs', 'issue-triage', withIssueText('7'), 422, 'input-invalid'],
  ['a list where an object belongs', 'issue-triage', `["${canary}"]`, 422, 'input-invalid'],
  ['__proto__ as a key', 'issue-triage', `{"__proto__":{"polluted":"${canary}"}}`, 422, 'input-invalid'],
  [
    'constructor as a key',
    'issue-triage',
    `{"constructor":{"prototype":{"polluted":"${canary}"}}}`,
    422,
    'input-invalid',
  ],
]

describe('a hook that gets what it can’t take', () => {
  it.for(refused)('answers %s with its problem', async ([, loop, body, status, code]) => {
    await expectProblem(await post(`/hooks/${loop}`, body), status, code)
  })

  it('answers a body that is not JSON by its type with its problem', async () => {
    const response = await post('/hooks/issue-triage', `a=${canary}`, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    await expectProblem(response, 415, 'unsupported-media-type')
  })

  it('answers bytes that are not UTF-8 with its problem', async () => {
    const bytes = new Uint8Array([0x22, 0xff, 0xfe, 0x22])
    await expectProblem(await post('/hooks/issue-triage', bytes), 400, 'malformed-json')
  })

  it('takes a good call afterwards as before', async () => {
    const response = await post('/hooks/issue-triage', JSON.stringify(issueOpened()), {
      ...json,
      prefer: 'wait=20',
    })
    expect(response.status).toBe(200)
    const { runs } = await new Api(server).get('/api/runs', RunList)
    expect(runs).toHaveLength(1)
    expect(runs[0]?.status).toBe('ended')
  })
})

describe('the API, without a right', () => {
  it('answers 401 with its problem to a wrong token, and does not repeat it', async () => {
    const response = await fetch(`${server.origin}/api/loops`, {
      headers: { authorization: `Bearer ${canary}` },
    })
    await expectProblem(response, 401, 'unauthenticated')
  })

  it('answers 404 with its problem where there is nothing', async () => {
    await expectProblem(await new Api(server).send('GET', '/api/nothing'), 404, 'not-found')
  })
})

/** Sends the beginning of a request whose body never ends; the status line of what is answered. */
async function unfinished(path: string, headers: string[], begin = ''): Promise<string> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  socket.setEncoding('utf8')
  const head = [`POST ${path} HTTP/1.1`, 'Host: localhost', 'Content-Type: application/json', ...headers]
  socket.write(`${head.join('\r\n')}\r\n\r\n${begin}`)
  let text = ''
  for await (const data of socket) {
    text += String(data)
    if (text.includes('}')) break
  }
  socket.destroy()
  return text.split('\r\n')[0] ?? ''
}

describe('a sender that never finishes', () => {
  const short = 'Content-Length: 100'
  const tooLong = `Content-Length: ${apiLimits.bodyBytes + 1}`
  it.for([
    ['is told that its body will be too large', '/hooks/issue-triage', [tooLong], 413],
    ['is told that there is no such loop', '/hooks/no-such-loop', [short], 404],
    ['is told that it may not', '/api/loops', [short], 401],
    [
      'is told that it may send nothing packed',
      '/hooks/issue-triage',
      [short, 'Content-Encoding: gzip'],
      415,
    ],
  ] as const)('%s', async ([, path, headers, status]) => {
    expect(await unfinished(path, [...headers], '{"a":')).toContain(`HTTP/1.1 ${status}`)
  })

  it('is told so in the middle of a body whose length it did not say', async () => {
    const chunk = `${(apiLimits.bodyBytes + 1).toString(16)}\r\n${'x'.repeat(apiLimits.bodyBytes + 1)}\r\n`
    const told = await unfinished('/hooks/issue-triage', ['Transfer-Encoding: chunked'], chunk)
    expect(told).toContain('HTTP/1.1 413')
  })
})

describe('a connection on which something was refused', () => {
  const send = (agent: Agent, path: string, body: string) =>
    new Promise<{ status: number | undefined; isReused: boolean }>((resolve, reject) => {
      const sent = request(`${server.origin}${path}`, { method: 'POST', agent, headers: json }, (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ status: answer.statusCode, isReused: sent.reusedSocket }))
      })
      sent.on('error', reject)
      sent.end(body)
    })

  it.for([
    ['/hooks/issue-triage', 413],
    ['/hooks/no-such-loop', 413],
    ['/api/loops', 401],
    ['/nowhere', 404],
  ] as const)(
    'takes the next request, although most of the body came after the answer: %s',
    async ([path, status]) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const refused = await send(agent, path, 'x'.repeat(3 * apiLimits.bodyBytes))
      expect(refused.status).toBe(status)
      expect(await send(agent, '/hooks/no-such-loop', '{}')).toEqual({ status: 404, isReused: true })
      agent.destroy()
    },
  )
})

describe('what was refused', () => {
  it('stands in no output and in no file of the server', async () => {
    await server.stop()
    expect(server.output).not.toContain(canary)
    const files = readdirSync(server.state, { recursive: true, encoding: 'utf8' })
      .map((path) => join(server.state, path))
      .filter((path) => statSync(path).isFile())
    expect(files.length).toBeGreaterThan(3)
    expect(files.filter((path) => readFileSync(path).includes(canary))).toEqual([])
  })
})
