import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PutPolicies } from '../../shared/api/policies.ts'
import { PostSignal } from '../../shared/api/runs.ts'
import { ActionResponse, statusMeaning } from '../../shared/compat/actionContract.ts'
import { ActionCall, ActionNode } from '../../shared/graph/nodes/action.ts'
import type { JsonObject } from '../../shared/json.ts'
import { PlannerRequest, plannerContract, readPlannerResponse } from '../../shared/plan/contract.ts'
import { policyPacks } from '../../shared/policy/packs/packs.ts'
import { packFaults } from '../../shared/policy/packs/policiesOfPacks.ts'

const folder = join(import.meta.dirname, '../../docs/guides')
const guide = (name: string) => readFileSync(join(folder, name), 'utf8')
const blocks = (name: string, language: string) =>
  [...guide(name).matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  )

const digest = `sha256:${'0'.repeat(64)}`
const action = { args: null, output: null, needs: null, gives: [], risk: 'low', reversibility: 'pure' }
const rails = { rules: [], only: null, must: [], maxSteps: null, maxCostUsd: null, maxRisk: null }
const request = (change: JsonObject = {}): PlannerRequest =>
  PlannerRequest.parse({
    contract: plannerContract,
    run: 'loop.0.1',
    loop: 'loop',
    program: digest,
    planner: 'plan',
    member: null,
    iteration: 1,
    ask: 1,
    seed: 1,
    goal: null,
    input: { text: 'hello' },
    facts: {},
    verdict: null,
    previousPlan: null,
    feedback: [],
    actions: [
      { ...action, id: 'dear', title: 'Dear', costUsd: 2 },
      { ...action, id: 'cheap', title: 'Cheap', costUsd: 1 },
    ],
    rails: null,
    limits: { iterations: 4, steps: 100, costUsd: 10, endsAt: 0 },
    context: null,
    ...change,
  })

describe('the planner of the guide', () => {
  const own = mkdtempSync(join(tmpdir(), 'planner-'))
  let origin = ''
  let stop: () => Promise<unknown> = () => Promise.resolve()

  beforeAll(async () => {
    const file = join(own, 'planner.mjs')
    writeFileSync(file, blocks('external-planner.md', 'js').join(''))
    const planner = spawn(process.execPath, [file], {
      env: { PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    stop = () => {
      const ended = once(planner, 'exit')
      planner.kill()
      return ended
    }
    for await (const line of createInterface(planner.stdout)) {
      origin = /http:\S+/.exec(line)?.[0] ?? ''
      break
    }
  })

  afterAll(async () => {
    await stop()
    rmSync(own, { recursive: true })
  })

  async function answerTo(asked: PlannerRequest) {
    const response = await fetch(`${origin}/plan`, { method: 'POST', body: JSON.stringify(asked) })
    expect(response.headers.get('content-type')).toBe('application/json')
    return readPlannerResponse(await response.json())
  }

  it('answers with a plan that keeps the contract', async () => {
    const step = { id: 'only', action: 'cheap', args: { text: null }, bindings: { '/text': 'input.text' } }
    expect(await answerTo(request())).toMatchObject({ ok: true, response: { steps: [step] } })
  })

  it('keeps the rails, and says when it can’t plan', async () => {
    const bounded = await answerTo(request({ rails: { ...rails, never: ['cheap'] } }))
    expect(bounded).toMatchObject({ response: { steps: [{ action: 'dear' }] } })
    const none = await answerTo(request({ rails: { ...rails, never: ['cheap', 'dear'] } }))
    expect(none).toMatchObject({ ok: true, response: { noPlan: 'The rails leave no action.' } })
  })
})

describe('the server of the guide', () => {
  const own = mkdtempSync(join(tmpdir(), 'orders-'))
  let origin = ''
  let stop: () => Promise<unknown> = () => Promise.resolve()

  beforeAll(async () => {
    const file = join(own, 'server.mjs')
    writeFileSync(file, blocks('action-server.md', 'js').join(''))
    const server = spawn(process.execPath, [file], {
      env: { PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    stop = () => {
      const ended = once(server, 'exit')
      server.kill()
      return ended
    }
    for await (const line of createInterface(server.stdout)) {
      origin = /http:\S+/.exec(line)?.[0] ?? ''
      break
    }
  })

  afterAll(async () => {
    await stop()
    rmSync(own, { recursive: true })
  })

  async function order(body: JsonObject, headers: Record<string, string>): Promise<ActionResponse> {
    const init = { method: 'POST', body: JSON.stringify(body), headers }
    const response = await fetch(`${origin}/orders`, init)
    return ActionResponse.parse({ status: response.status, headers: {}, body: await response.json() })
  }

  it('does each order once a key, and refuses what it has not done', async () => {
    const first = await order({ sku: 'a', count: 1 }, { 'idempotency-key': 'run/1/one' })
    expect(first).toMatchObject({ status: 201, body: { id: 'order_1' } })
    expect(await order({ sku: 'a', count: 1 }, { 'idempotency-key': 'run/1/one' })).toEqual(first)
    expect(await order({ sku: 'a', count: 1 }, { 'idempotency-key': 'run/2/one' })).toMatchObject({
      body: { id: 'order_2' },
    })
    const refused = await order({ sku: 'a', count: 0 }, {})
    expect(statusMeaning(refused.status)).toBe('refused')
  })

  it('refuses a holder whose lease has passed on', async () => {
    const as = (token: number) =>
      order({ sku: 'b', count: 1 }, { 'pavane-fence': `"stock:b";token=${token}` })
    expect(await as(7)).toMatchObject({ status: 201 })
    expect(await as(6)).toMatchObject({ status: 409 })
    expect(await as(8)).toMatchObject({ status: 201 })
  })
})

describe('the guides', () => {
  it('show configuration and events as they are', () => {
    const [call = '', undo = ''] = blocks('wait-and-undo.md', 'json')
    expect(ActionCall.safeParse(JSON.parse(call))).toMatchObject({ success: true })
    expect(ActionNode.partial().safeParse(JSON.parse(undo))).toMatchObject({ success: true })
    const [signal = ''] = blocks('wait-and-undo.md', 'sh')
    expect(PostSignal.safeParse(JSON.parse(/--data '(.*?)'/.exec(signal)?.[1] ?? ''))).toMatchObject({
      success: true,
    })
  })

  it('use packs of policies as there are', () => {
    const [example = ''] = blocks('policy-packs.md', 'json')
    const { packs = [] } = PutPolicies.parse(JSON.parse(example))
    expect(packs).toHaveLength(2)
    expect(packFaults(packs)).toEqual([])
    for (const { title } of policyPacks) expect(guide('policy-packs.md')).toContain(`| ${title} |`)
  })

  it.each(readdirSync(folder))('%s links to pages that are there', (name) => {
    for (const [, link = ''] of guide(name).matchAll(/\]\(([^)#]+)[^)]*\)/g))
      expect(readFileSync(join(dirname(join(folder, name)), link), 'utf8')).not.toBe('')
  })
})
