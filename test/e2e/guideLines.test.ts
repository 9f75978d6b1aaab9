import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ApprovalDetail, ApprovalPage } from '../../shared/api/approvals.ts'
import { CreatedToken } from '../../shared/api/identity.ts'
import { VersionList } from '../../shared/api/loops.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import type { Json } from '../../shared/json.ts'
import { leadScoring } from '../../shared/templates/leadScoring.ts'
import { onboarding } from '../../shared/templates/onboarding.ts'
import { refund } from '../../shared/templates/refund.ts'
import type { LoopTemplate } from '../../shared/templates/template.ts'
import { codeIn, pageOf, top } from '../shared/docs/page.ts'
import { printed } from '../shared/docs/programs.ts'
import { Api } from '../support/api.ts'
import { adminToken, LocalServer } from '../support/localServer.ts'

const folder = mkdtempSync(join(tmpdir(), 'guide-lines-'))
let server: LocalServer
let api: Api

beforeAll(async () => {
  server = await LocalServer.start()
  api = new Api(server)
  for (const { name, graph } of [refund, leadScoring, onboarding]) {
    await api.send('POST', '/api/loops', { name, graph })
    await api.send('POST', `/api/loops/${name}/versions`, { revision: 1, note: '' })
  }
})
afterAll(async () => {
  await server.discard()
  rmSync(folder, { recursive: true })
})

/** The commands of a guide, each by itself. */
const commandsOf = (guide: string) =>
  codeIn(pageOf(`guides/${guide}`))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split(/\n(?=curl)/))
    .filter((text) => text.startsWith('curl'))

/** The JSON that a guide shows, as it stands there. */
const jsonOf = (guide: string): Json[] =>
  codeIn(pageOf(`guides/${guide}`)).flatMap(({ language, text }) =>
    language === 'json' ? [JSON.parse(text) as Json] : [],
  )

/** What a command answers on this server, with the status below it; `change` puts in what the guide can’t know. */
async function answerOf(command: string | undefined, change: Record<string, string> = {}, env = {}) {
  const told = Object.entries(change).reduce(
    (text, [written, meant]) => text.replace(written, meant),
    command ?? '',
  )
  const all = { PAVANE: server.origin, TOKEN: adminToken, ...env }
  return printed(`${told.trim()} --silent --show-error --write-out '\\n%{http_code}'`, folder, all)
}

const write = (name: string, json: Json) => writeFileSync(join(folder, name), JSON.stringify(json))

async function started({ name, samples }: LoopTemplate, sample = 0): Promise<string> {
  const input = samples[sample]?.input
  const response = await api.send('POST', `/hooks/${name}`, input, { prefer: 'respond-async' })
  return RunDetail.parse(await response.json()).run
}

async function tokenOf(role: string): Promise<string> {
  const response = await api.send('POST', '/api/tokens', { name: role, role, expiresAt: null })
  return CreatedToken.parse(await response.json()).token
}

describe('the commands of the guides', () => {
  it('read how the loops of the workspace do and what they counted', async () => {
    const [glance, ofLoop, read] = commandsOf('operating.md')
    expect(await answerOf(glance)).toMatch(/"loop":"issue-triage","health":\{"state":"[^]*\n200$/)
    expect(await answerOf(ofLoop)).toMatch(/^\{"loop":"issue-triage",[^]*"points":\[[^]*\n200$/)
    expect(await answerOf(read)).toMatch(/^pavane_runs_limit\{loop="refund"\} \d+$[^]*\n200$/m)
  })

  it('approve what a run asks about', async () => {
    const run = await started(refund, 1)
    let [asked] = (await api.get('/api/approvals?status=open', ApprovalPage)).approvals
    while (!asked) [asked] = (await api.get('/api/approvals?status=open', ApprovalPage)).approvals
    const { digest } = await api.get(`/api/approvals/${asked.approval}`, ApprovalDetail)
    const [list, one, decide, mine, candidates, assign, comment] = commandsOf('approvals.md')
    const env = { RUN: run, APPROVAL: asked.approval }
    expect(await answerOf(list)).toMatch(/"about":"step"[^]*\n200$/)
    expect(await answerOf(one, {}, env)).toMatch(/"digest":"sha256:[^]*\n200$/)
    expect(await answerOf(mine)).toMatch(/"assignee":null[^]*\n200$/)
    expect(await answerOf(candidates, {}, env)).toMatch(/"admin"[^]*\n200$/)
    expect(await answerOf(assign, {}, env)).toMatch(/"assignee":\{"role":"approver"\}[^]*\n200$/)
    expect(await answerOf(comment, {}, env)).toMatch(/"comments":1[^]*\n201$/)
    expect(await answerOf(decide, { 'sha256:…': digest.replace(/.$/, 'x') }, env)).toMatch(/\n4\d\d$/)
    expect(await answerOf(decide, { 'sha256:…': digest }, env)).toMatch(/\n200$/)
  })

  it('propose and approve a baseline', async () => {
    await api.send('POST', `/hooks/${leadScoring.name}`, leadScoring.samples[0]?.input, { prefer: 'wait=20' })
    const [propose, approve] = commandsOf('drift.md')
    const env = { BUILDER: await tokenOf('builder'), APPROVER: await tokenOf('approver') }
    const [body = ''] = (await answerOf(propose, {}, env)).split('\n')
    const { digest } = z.object({ digest: z.string() }).parse(JSON.parse(body))
    expect(await answerOf(approve, {}, { ...env, DIGEST: digest })).toMatch(/"status":"approved"[^]*\n200$/)
    const given = await api.send('POST', `/api/loops/${leadScoring.name}/baselines`, jsonOf('drift.md')[1])
    expect(given.status).toBe(201)
  })

  it('set policies and packs, and ask what would have been', async () => {
    const [policy = null] = jsonOf('policies.md')
    const [packs = null] = jsonOf('policy-packs.md')
    write('policies.json', { policies: [policy], note: 'why' })
    write('what-if.json', { policies: [policy], loop: refund.name, limit: 50 })
    write('packs.json', packs)
    const [read, put, whatIf] = commandsOf('policies.md')
    expect(await answerOf(read)).toMatch(/^\{"version":0[^]*\n200$/)
    expect(await answerOf(put)).toMatch(/^\{"version":1[^]*\n200$/)
    expect(await answerOf(whatIf)).toMatch(/^\{"runs":\d[^]*\n200$/)
    const [offered, turnOn] = commandsOf('policy-packs.md')
    expect(await answerOf(offered)).toMatch(/^\{"packs":[^]*\n200$/)
    expect(await answerOf(turnOn, { '"3"': '"1"' })).toMatch(/pack_safety_[^]*\n200$/)
    await api.send('PUT', '/api/policies', { policies: [], packs: [], note: '' }, { 'if-match': '"2"' })
  })

  it('publish past a failing test, with the reason', async () => {
    const [first, ...others] = refund.graph.cases ?? []
    const cases = [{ ...first, expect: { outcome: 'failed' } }, ...others]
    const limits = { ...refund.graph.limits, steps: 50 }
    const draft = { graph: { ...refund.graph, cases, limits } }
    await api.send('PUT', `/api/loops/${refund.name}/draft`, draft, { 'if-match': '"1"' })
    const [publish] = commandsOf('testing-loops.md')
    const at = { '"revision":7': '"revision":2' }
    const without = { ...at, ',"override":{"tests":"The provider is being moved"}': '' }
    expect(await answerOf(publish, without)).toMatch(/tests-failing[^]*\n422$/)
    expect(await answerOf(publish, at)).toMatch(/The provider is being moved[^]*\n201$/)
  })

  it('give a share of the calls to a canary', async () => {
    const { versions } = await api.get(`/api/loops/${refund.name}/versions`, VersionList)
    const digest = versions[0]?.version ?? ''
    const [rollOut] = commandsOf('builder.md')
    const told = rollOut?.replaceAll('sha256:…', digest)
    expect(await answerOf(told)).toMatch(/"canary":\{"version":"sha256:[^]*\n200$/)
  })

  it('copy a loop, and make a workspace', async () => {
    const [take, make, add, list] = commandsOf('running.md')
    expect(await printed(take ?? '', folder, { PAVANE: server.origin, TOKEN: adminToken })).toBe('')
    expect(await answerOf(make)).toMatch(/^\{"name":"triage","title":"Issue triage"[^]*\n201$/)
    expect(await answerOf(add)).toMatch(/^\{"name":"finance"[^]*\n201$/)
    expect(await answerOf(list)).toMatch(/^\{"loops":\[\{"name":"issue-triage"[^]*\n200$/)
  })

  it('post an event to a run, and cancel it', async () => {
    const RUN = await started(onboarding)
    const [post, cancel] = commandsOf('wait-and-undo.md')
    expect(await answerOf(post, {}, { RUN })).toMatch(/\n202$/)
    expect(await answerOf(`${post?.trim()} --include`, {}, { RUN })).toMatch(/idempotency-replayed: true/i)
    expect(await answerOf(cancel, {}, { RUN })).toMatch(/\n202$/)
    expect(await api.get(`/api/runs/${RUN}`, RunDetail)).toMatchObject({ reason: 'cancelled' })
  })
})

describe('the pictures of the guides', () => {
  it('are served to the designer, which shows them', async () => {
    const files = readdirSync(join(top, 'dist/client/assets')).filter((file) => file.endsWith('.webp'))
    expect(files.length).toBe(readdirSync(join(top, 'docs/pictures')).length)
    const types = files.map(async (file) => {
      const { status, headers } = await fetch(`${server.origin}/assets/${file}`)
      return `${status} ${headers.get('content-type')}`
    })
    expect(new Set(await Promise.all(types))).toEqual(new Set(['200 image/webp']))
  })
})
