import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CallbackList } from '../../shared/api/callbacks.ts'
import { RunPersonal, SignedReceipt } from '../../shared/api/privacy.ts'
import { RunDetail } from '../../shared/api/runs.ts'
import type { Graph } from '../../shared/graph/graph.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import type { Json } from '../../shared/json.ts'
import { shardOf } from '../../worker/objects/ports.ts'
import { RunShard } from '../../worker/objects/RunShard.ts'
import { RunPrivacy } from '../../worker/objects/shard/RunPrivacy.ts'
import { kill, shardObject } from './support/crash.ts'
import { asAdmin, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const personal = { detect: ['email' as const] }
const anEmail = () => `ann.${crypto.randomUUID()}@example.org`

type Call = Extract<Graph['nodes'][number], { kind: 'action' }>['call']

/** A loop that makes calls one after the other. */
function calling(calls: readonly Call[], trigger: Partial<TriggerNode> = {}): Graph {
  const graph = aGraph({ trigger })
  const name = (place: number) => (place === 0 ? 'act' : `act${place}`)
  const [act] = graph.nodes.filter((node) => node.kind === 'action')
  if (!act) throw new Error('The smallest loop has an action')
  const actions = calls.map((call, place) => ({ ...act, id: name(place), call }))
  const steps = calls.map((_, place) => ({
    id: place === 0 ? 'first' : `step${place}`,
    action: name(place),
    ...(place === 0 ? {} : { after: [place === 1 ? 'first' : `step${place - 1}`] }),
  }))
  const nodes = graph.nodes.flatMap((node): unknown[] => {
    if (node.kind === 'action') return actions
    return [node.kind === 'planner' ? { ...node, strategy: { type: 'sequence', steps } } : node]
  })
  const edges = graph.edges.flatMap((edge) =>
    [edge.from.node, edge.to.node].includes('act')
      ? actions.map(({ id }) => ({
          id: `${edge.id}-${id}`,
          from: edge.from.node === 'act' ? { ...edge.from, node: id } : edge.from,
          to: edge.to.node === 'act' ? { ...edge.to, node: id } : edge.to,
        }))
      : [edge],
  )
  return { ...graph, nodes, edges } as Graph
}

const sending = (target: Target, body: Json = '{{ input }}'): Call =>
  ({ uses: 'http', host: target.host, method: 'POST', path: '/', body }) as Call
const running = (loop: string, input: Json = '{{ input }}'): Call => ({ uses: 'loop', loop, input }) as Call

const itemsOf = async (run: string) =>
  RunPersonal.parse(await jsonOf(await asAdmin(`/api/runs/${run}/personal`))).items
const areForgotten = async (runs: readonly string[]) => {
  for (const run of runs) await expect.poll(() => itemsOf(run), { timeout: 10_000 }).toEqual([])
}
const erase = async (subject: string) => {
  const request = { method: 'POST', json: { subject, reason: 'They asked for it' } }
  return SignedReceipt.parse(await jsonOf(await asAdmin('/api/privacy/erasures', request))).receipt
}

/** A method as it is before a test puts itself in its place. */
const methodOf = <T, K extends keyof T>(prototype: T, name: K): T[K] => prototype[name]

const runsOf = async (loop: string) =>
  (await shardOf(env, loop, 0).list({}, null, 2)).runs.map(({ run }) => run)

/** The one run of a loop, once there is one. */
async function onlyRunOf(loop: string): Promise<string> {
  for (;;) {
    const [first] = await runsOf(loop)
    if (first) return first
    await scheduler.wait(5)
  }
}

const childOf = async (run: string) => {
  for (;;) {
    const [child] = RunDetail.parse(await jsonOf(await asAdmin(`/api/runs/${run}`))).children
    if (child) return child.run
    await scheduler.wait(5)
  }
}

/** A loop whose run waits at `held`, then has a child of which a child sends what it got. */
async function aFamily() {
  const [held, last] = [await aTarget(), await aTarget()]
  await held.answers([{ type: 'hold' }])
  const grandchild = await publish(aGraph({ act: { call: sending(last) } }))
  const child = await publish(aGraph({ act: { call: running(grandchild) } }))
  const parent = await publish(calling([sending(held), running(child)], { personal }))
  return { held, last, grandchild, child, parent }
}

describe('what a run hands on after its values were to be erased', () => {
  it('is forgotten by its children and theirs once they have ended, and goes no further', async () => {
    const { held, last, grandchild, child, parent } = await aFamily()
    await last.answers([{ type: 'hold' }])
    const email = anEmail()
    const { run } = await runOf(await hook(parent, { to: email }))
    await held.requests({ count: 1 })
    expect(await erase(email)).toMatchObject({ runs: [], waiting: [run] })
    await held.letGo()
    // What is under way has the values that it needs.
    const [sent] = await last.requests({ count: 1 })
    expect(JSON.parse(sent?.body ?? '')).toEqual({ to: email })
    const runs = [run, await onlyRunOf(child), await onlyRunOf(grandchild)]
    for (const each of runs) {
      const fork = { method: 'POST', json: { iteration: 1, reason: 'Another try' } }
      await expectProblem(await asAdmin(`/api/runs/${each}/fork`, fork), 'fork-invalid')
    }
    await last.letGo()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await areForgotten(runs)
  })

  it('is told to nobody by a child that ends at once', async () => {
    const held = await aTarget()
    await held.answers([{ type: 'hold' }])
    const child = await publish(aGraph({ act: { call: { uses: 'transform', value: 1 } } }))
    const event = { id: 'after', loop: child, outcomes: ['succeeded' as const] }
    const follower = await publish(aGraph({ trigger: { on: [event] } }))
    const parent = await publish(calling([sending(held), running(child)], { personal }))
    const ask = methodOf(RunShard.prototype, 'privacy')
    // The child knows when it starts: it is not left to a message that may come late.
    vi.spyOn(RunShard.prototype, 'privacy').mockImplementation(async function (this: RunShard, ...what) {
      if (what[0] === 'inherit') await onlyRunOf(follower)
      return ask.apply(this, what)
    })
    const email = anEmail()
    const { run } = await runOf(await hook(parent, { to: email }))
    await held.requests({ count: 1 })
    await erase(email)
    await held.letGo()
    await ended(run)
    const log = JSON.stringify(await eventsOf((await ended(await onlyRunOf(follower))).run))
    expect(log).toMatch(/\[personal:email:/)
    expect(log).not.toContain(email)
  })

  it('is forgotten by a child that started where it was looked for before, while its parent was not found yet', async () => {
    const { held, grandchild, child, parent } = await aFamily()
    const email = anEmail()
    const { run } = await runOf(await hook(parent, { to: email }))
    await held.requests({ count: 1 })
    const find = methodOf(RunPrivacy.prototype, 'erase')
    vi.spyOn(RunPrivacy.prototype, 'erase').mockImplementation(async function (
      this: RunPrivacy,
      subject,
      since = null,
    ) {
      if (since === null && this.of(run).items.length > 0) {
        await held.letGo()
        await ended(await onlyRunOf(child))
      } else if (since === null) {
        const started = [...(await runsOf(child)), ...(await runsOf(grandchild))]
        // Its turn comes after: as it would have been, had it come before.
        if (started.some((each) => this.of(each).items.length > 0))
          return { runs: [], waiting: [], values: 0 }
      }
      return find.call(this, subject, since)
    })
    const { runs, waiting, values } = await erase(email)
    const started = [await onlyRunOf(child), await onlyRunOf(grandchild)]
    expect([...runs, ...waiting].sort()).toEqual([run, ...started].sort())
    expect(values).toBe(3)
    await ended(run)
    await areForgotten([run, ...started])
  })

  it('is forgotten by a child, and its children, whose start was on its way when the erasure came', async () => {
    const { held, grandchild, child, parent } = await aFamily()
    const email = anEmail()
    const arrived = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const start = methodOf(RunShard.prototype, 'startChild')
    vi.spyOn(RunShard.prototype, 'startChild').mockImplementationOnce(async function (
      this: RunShard,
      request,
    ) {
      arrived.resolve()
      await gate.promise
      const started = await start.call(this, request)
      // The parent hears of it last of all.
      if (started.ok) await childOf(started.value.run)
      return started
    })
    const { run } = await runOf(await hook(parent, { to: email }))
    await held.letGo()
    await arrived.promise
    await erase(email)
    gate.resolve()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await areForgotten([run, await onlyRunOf(child), await onlyRunOf(grandchild)])
  })

  it('is forgotten by a child of whose start its parent heard nothing before it lost its memory', async () => {
    const { held, last, grandchild, child, parent } = await aFamily()
    await last.answers([{ type: 'hold' }])
    const email = anEmail()
    const gate = Promise.withResolvers<void>()
    const start = methodOf(RunShard.prototype, 'startChild')
    vi.spyOn(RunShard.prototype, 'startChild').mockImplementationOnce(async function (
      this: RunShard,
      request,
    ) {
      const started = await start.call(this, request)
      await gate.promise
      return started
    })
    const { run } = await runOf(await hook(parent, { to: email }))
    await held.letGo()
    const [first] = await last.requests({ count: 1 })
    expect(first?.body).toContain(email)
    // It is not about anybody who is named any more: only its parent knows.
    await runInDurableObject(shardObject(parent), (_, { storage: { sql } }) => {
      sql.exec('INSERT INTO erasing VALUES (?)', run)
    })
    await kill(parent)
    await childOf(run)
    gate.resolve()
    await last.letGo()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await areForgotten([run, await onlyRunOf(child), await onlyRunOf(grandchild)])
  })

  it('leaves a child alone that had started before and is not about the person', async () => {
    const [held, last] = [await aTarget(), await aTarget()]
    await held.answers([{ type: 'hold' }])
    const child = await publish(aGraph({ act: { call: sending(held) } }))
    const parent = await publish(calling([running(child, '{{ input.other }}'), sending(last)], { personal }))
    const [email, other] = [anEmail(), anEmail()]
    const { run } = await runOf(await hook(parent, { to: email, other }))
    await held.requests({ count: 1 })
    const started = await childOf(run)
    expect(await erase(email)).toMatchObject({ runs: [], waiting: [run] })
    const asked = vi.spyOn(RunShard.prototype, 'startChild')
    await kill(parent)
    expect(await childOf(run)).toBe(started)
    await expect.poll(() => asked.mock.results.length).toBe(1)
    await asked.mock.results[0]?.value
    await held.letGo()
    await ended(run)
    await areForgotten([run])
    await runDurableObjectAlarm(shardObject(child))
    expect(await itemsOf(started)).toHaveLength(1)
  })
})

describe('what a child brings its parent after its values were to be erased', () => {
  /** A child that finds somebody and waits; its parent, which sends what the child found and waits, too. */
  async function aFinder(email: string) {
    const [found, held, last] = [await aTarget(), await aTarget(), await aTarget()]
    await found.answers([answersWith(200, { owner: email })])
    await held.answers([{ type: 'hold' }])
    await last.answers([{ type: 'hold' }])
    const graph = calling([sending(found), sending(held)], { personal })
    const nodes = graph.nodes.map((node) =>
      node.id === 'done' ? { ...node, body: '{{ steps.first.output.body.owner }}' } : node,
    )
    const child = await publish({ ...graph, nodes } as Graph)
    const bringing = [running(child), sending(last, '{{ steps.first.output.body }}')]
    const parent = await publish(calling(bringing, { personal }))
    const { run } = await runOf(await hook(parent, { order: 7 }))
    await held.requests({ count: 1 })
    return { held, last, parent, child, run, started: await childOf(run) }
  }

  it('is forgotten by the parent as well, once that has ended', async () => {
    const email = anEmail()
    const { held, last, run, started } = await aFinder(email)
    expect(await erase(email)).toMatchObject({ runs: [], waiting: [started] })
    await held.letGo()
    const [sent] = await last.requests({ count: 1 })
    expect(sent?.body).toContain(email)
    await areForgotten([started])
    await last.letGo()
    expect(await ended(run)).toMatchObject({ outcome: 'succeeded' })
    await areForgotten([run])
  })

  it('is kept until the parent has taken it', async () => {
    const email = anEmail()
    const { held, last, run, parent, child, started } = await aFinder(email)
    await erase(email)
    // What an instance holds of its own can't be called from outside: the parent's shard fails whenever it is told.
    await runInDurableObject(shardObject(parent), (object) => {
      Object.assign(object, { childEnded: null })
    })
    await held.letGo()
    await ended(started)
    await runDurableObjectAlarm(shardObject(child))
    expect(await itemsOf(started)).toHaveLength(1)
    await runInDurableObject(shardObject(parent), (object) => {
      Reflect.deleteProperty(object, 'childEnded')
    })
    const [sent] = await last.requests({ count: 1 })
    expect(sent?.body).toContain(email)
    await areForgotten([started])
    await last.letGo()
    await ended(run)
    await areForgotten([run])
  })
})

describe('what a loop hears that listens to a run with personal values', () => {
  it('is personal there as well, whatever it looks for itself, and is erased with it', async () => {
    const [target, last] = [await aTarget(), await aTarget()]
    const loop = await publish(aGraph({ trigger: { personal }, act: { call: sending(target) } }))
    const on = [{ id: 'after', loop, outcomes: ['succeeded' as const] }]
    const follower = await publish(aGraph({ trigger: { on }, act: { call: sending(last) } }))
    const email = anEmail()
    const { run } = await runOf(await hook(loop, { to: email }))
    await ended(run)
    const next = await onlyRunOf(follower)
    await ended(next)
    const [sent] = await last.requests({ count: 1 })
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({ run, input: { to: email } })
    const log = JSON.stringify(await eventsOf(next))
    expect(log).toMatch(/\[personal:email:/)
    expect(log).not.toContain(email)
    expect(await itemsOf(next)).toHaveLength(1)
    expect((await erase(email)).runs.toSorted()).toEqual([run, next].toSorted())
    await areForgotten([run, next])
  })
})

describe('what is told of the end of a run whose values were to be erased', () => {
  it('has tokens for whoever waits for it, and for the loops that listen to it', async () => {
    const held = await aTarget()
    await held.answers([{ type: 'hold' }])
    const loop = await publish(aGraph({ trigger: { personal }, act: { call: sending(held) } }))
    const event = { id: 'after', loop, outcomes: ['succeeded' as const] }
    const follower = await publish(aGraph({ trigger: { on: [event] } }))
    const email = anEmail()
    const answer = hook(loop, { to: email }, { prefer: 'wait=20' })
    await held.requests({ count: 1 })
    const run = await onlyRunOf(loop)
    await erase(email)
    await held.letGo()
    const got = JSON.stringify(await jsonOf(await answer))
    expect(got).toMatch(/\[personal:email:/)
    expect(got).not.toContain(email)
    const next = await onlyRunOf(follower)
    const { callbacks } = CallbackList.parse(await jsonOf(await asAdmin(`/api/runs/${run}/callbacks`)))
    expect(callbacks).toHaveLength(1)
    const log = JSON.stringify(await eventsOf((await ended(next)).run))
    expect(log).toMatch(/\[personal:email:/)
    expect(log).not.toContain(email)
  })
})
