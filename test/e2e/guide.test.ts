import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProblemCode, problems } from '../../shared/api/problem.ts'
import { EventPage } from '../../shared/api/runs.ts'
import { leadScoring } from '../../shared/templates/leadScoring.ts'
import {
  addressesIn,
  addressesOf,
  answersOf,
  type Document,
  inBackquotes,
  names,
  problemsIn,
  tableUnder,
} from '../shared/docs/guideTables.ts'
import { codeIn, pageOf, top } from '../shared/docs/page.ts'
import { Programs, printed } from '../shared/docs/programs.ts'
import { Api } from '../support/api.ts'
import { adminToken, LocalServer } from '../support/localServer.ts'

const guide = pageOf('guides/invoking.md')
const programs = new Programs(guide)
const lines = codeIn(guide).filter(
  ({ language, name, text }) => language === 'sh' && name === null && !text.startsWith('export '),
)
const secret = `whsec_${Buffer.from('a key of thirty-two bytes, or so').toString('base64')}`

let server: LocalServer
let api: Api
let env: Record<string, string>

beforeAll(async () => {
  server = await LocalServer.start()
  api = new Api(server)
  const hook = `${server.origin}/hooks/issue-triage`
  const body = 'test/fixtures/github/issues.opened.json'
  env = { PAVANE: server.origin, TOKEN: adminToken, HOOK: hook, BODY: body }
  await api.send('PUT', '/api/secrets/of_the_hook', { value: secret })
})
afterAll(async () => {
  await server.discard()
  await programs.discard()
})

describe('the lines of the integrator’s guide', () => {
  it('do what they say on a fresh server', async () => {
    const seen: string[] = []
    for (const { text } of lines) seen.push(await printed(text, top, env))
    expect(seen).toEqual([
      expect.stringMatching(/^HTTP\/1.1 200 OK[^]*pavane-outcome: succeeded/i),
      expect.stringContaining('"loop":"issue-triage"'),
      expect.stringMatching(/^HTTP\/1.1 200 OK[^]*idempotency-replayed: true/i),
      expect.stringMatching(/"status":"ended"[^]*id: 4\n[^]*event: end/),
      expect.stringContaining('"did":'),
      expect.stringMatching(
        /"deliveries":[^]*HTTP\/1.1 202[^]*"response":\{"status":200[^]*"callbacks":\[\]/,
      ),
    ])
  })
})

describe('the programs of the integrator’s guide', () => {
  it('follow a run, over a stream and over a socket', async () => {
    const [, run = ''] =
      /location: \/api\/runs\/(\S+)/i.exec(await printed(lines[0]?.text ?? '', top, env)) ?? []
    const { events } = await api.get(`/api/runs/${run}/events`, EventPage)
    const all = events.map(({ seq, type }) => `${seq} ${type}`)
    expect(all.length).toBeGreaterThan(3)
    expect(await programs.run('listen.mjs', [run], env)).toEqual(all)
    expect(await programs.run('follow.mjs', [run], env)).toEqual(all)
  })

  it.for(['none', 'bearer', 'github', 'stripe', 'standard-webhooks'])(
    'call a loop that asks for %s, in each language',
    async (scheme) => {
      const auth = scheme === 'none' ? { scheme } : { scheme, secret: 'of_the_hook' }
      const name = `guided-by-${scheme}`
      const nodes = leadScoring.graph.nodes.map((node) =>
        node.kind === 'trigger' ? { ...node, auth } : node,
      )
      await api.send('POST', '/api/loops', { name, graph: { ...leadScoring.graph, name, nodes } })
      expect((await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })).status).toBe(
        201,
      )
      const refusal = scheme === 'none' ? /^20[02]$/ : /^401$/
      const [sample] = leadScoring.samples
      const file = join(programs.folder, 'body.json')
      writeFileSync(file, JSON.stringify({ ...(sample?.input as object), note: `' " \\ $HOME \`x\` — ü` }))
      const call = async (program: string, key: string) => {
        const more = { HOOK: `${server.origin}/hooks/${name}`, HOOK_SCHEME: scheme, HOOK_SECRET: key }
        return (await programs.run(program, [file], more)).at(-1)
      }
      const wrong = `whsec_${Buffer.from('another key of thirty-two bytes.').toString('base64')}`
      for (const program of ['call.sh', 'call.mjs', 'call.py'])
        expect({ program, good: await call(program, secret), bad: await call(program, wrong) }).toEqual({
          program,
          good: expect.stringMatching(/^20[02]$/),
          bad: expect.stringMatching(refusal),
        })
    },
  )
})

describe('what the integrator’s guide says of the API', () => {
  const namesIn = (heading: string) => tableUnder(guide, heading).flatMap(([cell]) => inBackquotes(cell))
  /** OpenAPI says these by the body’s media types and the security scheme. */
  const saidElsewhere = ['Content-Type', 'Authorization']

  async function documented() {
    const document = (await (await fetch(`${server.origin}/openapi.json`)).json()) as Document
    const invoke = document.paths['/hooks/{loop}']?.post
    if (!invoke) throw new Error('The document has no operation that invokes a loop')
    return { document, invoke }
  }

  it('is of addresses and problems that the API document has', async () => {
    const { document } = await documented()
    const told = addressesIn(guide)
    expect(told.length).toBeGreaterThan(10)
    expect(addressesOf(document)).toEqual(expect.arrayContaining(told))
    const codes = problemsIn(guide)
    expect(codes.length).toBeGreaterThan(20)
    for (const { status, code } of codes)
      expect({ code, status }).toEqual({ code, status: problems[code as ProblemCode]?.status })
  })

  it('has each header of a call, and no other', async () => {
    const { invoke } = await documented()
    const sent = invoke.parameters?.filter((each) => each.in === 'header').map(({ name }) => name) ?? []
    expect(names(namesIn('What you may send'))).toEqual(names([...sent, ...saidElsewhere]))
    const answered = ['200', '202', '409', '429'].flatMap((status) =>
      Object.keys(invoke.responses[status]?.headers ?? {}),
    )
    expect(names(namesIn('What comes back'))).toEqual(names(answered))
  })

  it('has each status of a call with each of its problems, and no other', async () => {
    const { document, invoke } = await documented()
    const told = tableUnder(guide, 'Statuses').map(
      ([status = '', code]) => `${status} ${inBackquotes(code)[0] ?? ''}`,
    )
    expect(told.toSorted()).toEqual(answersOf(invoke))
    const elsewhere = document.paths['/hooks/{workspace}/{loop}']?.post
    expect(elsewhere && answersOf(elsewhere)).toEqual(answersOf(invoke))
  })
})
