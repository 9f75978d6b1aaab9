import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Graph } from '../../../shared/graph/graph.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { templates } from '../../../shared/templates/templates.ts'

const folder = mkdtempSync(join(tmpdir(), 'loop-tests-'))
const script = join(import.meta.dirname, '../../../worker/local/testLoops.ts')
const write = (name: string, graph: unknown) => {
  writeFileSync(join(folder, name), JSON.stringify(graph))
  return name
}
const wrong: Graph = {
  ...refund.graph,
  cases: (refund.graph.cases ?? []).map((test) =>
    test.id === 'small' ? { ...test, expect: { outcome: 'bailed' } } : test,
  ),
}

async function run(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    env: { ...process.env, INIT_CWD: folder, PAVANE_STATE: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = (await ended) as [number]
  return { code, out, error }
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command that tests loops', { timeout: 60_000 }, () => {
  it('passes the templates, and writes reports that say so', async () => {
    const files = templates.map(({ name, graph }) => write(`${name}.json`, graph))
    const { code, out } = await run([...files, '--sarif', 'all.sarif', '--junit', 'all.xml'])
    const count = templates.flatMap(({ graph }) => graph.cases ?? []).length
    expect(out).toContain(`${count} passed, 0 failed`)
    expect(code).toBe(0)
    const sarif = JSON.parse(readFileSync(join(folder, 'all.sarif'), 'utf8')) as { runs: { results: [] }[] }
    expect(sarif.runs[0]?.results).toHaveLength(count)
    expect(readFileSync(join(folder, 'all.xml'), 'utf8')).toContain(`tests="${count}" failures="0"`)
  })

  it('ends with 1 when a test fails, and says what was expected and what came', async () => {
    const { code, out } = await run([write('wrong.json', wrong), '--sarif', 'wrong.sarif'])
    expect(code).toBe(1)
    expect(out).toContain('✗ A small refund is paid at once')
    expect(out).toContain('/expect/outcome: The outcome was to be bailed, and it was succeeded')
    expect(out).toContain(`${(wrong.cases?.length ?? 0) - 1} passed, 1 failed`)
    expect(readFileSync(join(folder, 'wrong.sarif'), 'utf8')).toContain('"uri": "wrong.json"')
  })

  it('ends with 1 for what is no loop, and says why', async () => {
    writeFileSync(join(folder, 'text.json'), '{')
    const broken = write('broken.json', { ...refund.graph, nodes: [] })
    const { code, out } = await run(['text.json', broken, 'absent.json'])
    expect(code).toBe(1)
    expect(out).toMatch(/text\.json\n {2}✗ .*JSON/)
    expect(out).toContain('✗ It does not compile: The loop has no trigger.')
    expect(out).toMatch(/absent\.json\n {2}✗ ENOENT/)
    expect(out).toContain('3 loops could not be tested')
  })

  it('says how it is called when nothing is named', async () => {
    const { code, error } = await run([])
    expect(code).toBe(1)
    expect(error).toContain('npm run test:loops -- <graph.json…>')
    expect((await run(['--loop', 'x', 'refund.json'])).error).toContain('--url')
  })
})

describe('the command that tests the loops of a Pavane', { timeout: 60_000 }, () => {
  let server: Server
  let origin = ''
  const asked: string[] = []
  const failure = {
    pointer: '/expect/outcome',
    message: 'No',
    expected: 'bailed',
    actual: null,
    node: null,
    seq: null,
  }
  const results = {
    version: `sha256:${'0'.repeat(64)}`,
    passed: 0,
    failed: 1,
    tests: [{ case: 'one', title: 'One', passed: false, failures: [failure] }],
  }

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      const known = request.url === '/api/loops/mine/tests'
      response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' })
      const problem = {
        type: '/problems/loop-not-found',
        title: 'None',
        status: 404,
        detail: 'No such loop.',
      }
      response.end(JSON.stringify(known ? results : problem))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('asks it with the token, and reports what it says', async () => {
    const { code, out } = await run(['--url', origin, '--loop', 'mine', '--loop', 'other'], {
      PAVANE_TOKEN: 'secret-one',
    })
    expect(asked).toEqual([
      'POST /api/loops/mine/tests Bearer secret-one',
      'POST /api/loops/other/tests Bearer secret-one',
    ])
    expect(out).toContain('✗ One\n      /expect/outcome: No')
    expect(out).toContain('✗ No such loop.')
    expect(code).toBe(1)
  })

  it('needs a token, and somebody who answers', async () => {
    expect((await run(['--url', origin], { PAVANE_TOKEN: '' })).error).toContain('PAVANE_TOKEN')
    const nobody = await run(['--url', 'http://127.0.0.1:1'], { PAVANE_TOKEN: 'x' })
    expect(nobody).toMatchObject({ code: 1, error: expect.stringContaining('can’t be reached') })
  })
})
