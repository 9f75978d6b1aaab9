import { describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { DeliveryList } from '../../shared/api/deliveries.ts'
import { LoopDetail, type Version } from '../../shared/api/loops.ts'
import type { ForkRun } from '../../shared/api/runs.ts'
import { verifyChain } from '../../shared/audit/verifyChain.ts'
import type { RunEvent } from '../../shared/engine/event.ts'
import { replay } from '../../shared/engine/replay.ts'
import { Graph } from '../../shared/graph/graph.ts'
import type { TriggerNode } from '../../shared/graph/nodes/trigger.ts'
import { asAdmin, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'
import { answersWith, aTarget, type Target } from './support/target.ts'

type Fork = Partial<typeof ForkRun._output>

const reason = 'The tracker was down.'
const fork = (run: string, json: Fork, headers: Record<string, string> = {}) =>
  asAdmin(`/api/runs/${run}/fork`, { method: 'POST', json: { reason, ...json }, headers })

/** A loop that acts in two iterations, the second time with what the first brought. */
function replanning({ host }: Target, trigger: Partial<TriggerNode> = {}): Graph {
  const made = aGraph({
    trigger,
    act: {
      call: {
        uses: 'http',
        host,
        method: 'POST',
        path: '/act',
        body: {
          round: '{{ run.iteration }}',
          of: '{{ input }}',
          before: '{{ has(facts.made) ? facts.made.body : null }}',
        },
      },
      gives: ['made'],
      reversibility: 'irreversible',
    },
  })
  return {
    ...made,
    nodes: made.nodes.map((node) =>
      node.kind === 'verifier'
        ? {
            ...node,
            checks: [{ type: 'rule', id: 'twice', expr: 'run.iteration >= 2', onFail: 'replan' } as const],
          }
        : node,
    ),
    edges: [
      ...made.edges,
      {
        id: 'again',
        from: { node: 'verify', port: 'replan' },
        to: { node: 'plan', port: 'in' },
      },
    ],
  }
}

async function aRun(trigger: Partial<TriggerNode> = {}, input: unknown = { n: 1 }, id = 'T-1') {
  const target = await aTarget()
  await target.answers([answersWith(200, { id })], answersWith(200, { id: 'T-2' }))
  const loop = await publish(replanning(target, trigger))
  const { run } = await runOf(await hook(loop, input, { 'x-event': 'opened' }))
  await ended(run)
  return { target, loop, run, log: await eventsOf(run) }
}

const acceptedOf = ([first]: readonly RunEvent[]) => (first?.type === 'run.accepted' ? first.data : undefined)
const bodiesOf = async (target: Target, count: number) =>
  (await target.requests({ count })).map(({ body }) => JSON.parse(body) as Record<string, unknown>)

describe('forking a run', () => {
  it('starts a live run where the other began an iteration, with what that had come to', async () => {
    const { target, run, log } = await aRun()
    const answer = await fork(run, { iteration: 2 })
    const forked = await runOf(answer)
    expect(answer.headers.get('location')).toBe(`/api/runs/${forked.run}`)
    expect(forked.run.split('.').slice(0, 2)).toEqual(run.split('.').slice(0, 2))
    expect(await ended(forked.run)).toMatchObject({ outcome: 'succeeded', iterations: 1, steps: 1 })
    const begun = log.find(({ type, data }) => type === 'iteration.started' && data.iteration === 2)
    const events = await eventsOf(forked.run)
    expect(acceptedOf(events)).toMatchObject({
      input: { n: 1 },
      request: { source: 'webhook', by: 'admin', headers: { 'x-event': 'opened' } },
      fork: {
        run,
        seq: begun?.seq,
        hash: begun?.hash,
        version: forked.version,
        iteration: 2,
        reason,
        carried: {
          planner: 'plan',
          facts: [{ name: 'made', action: 'act' }],
          verdict: { verdict: 'replan' },
        },
      },
    })
    const [, second, third] = await bodiesOf(target, 3)
    expect(third).toEqual(second)
    expect(third).toEqual({ round: 2, of: { n: 1 }, before: { id: 'T-1' } })
    expect(verifyChain(events)).toMatchObject({ ok: true })
    expect(replay(events)).toMatchObject({ status: 'ended', started: 1 })
    expect(await eventsOf(run)).toEqual(log)
  })

  it('is noted with who and why, and is no delivery', async () => {
    const { loop, run } = await aRun()
    const { run: forked } = await runOf(await fork(run, { iteration: 1 }))
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin(`/api/changes?subject=${run}`)))
    expect(changes).toMatchObject([
      { what: 'run.forked', by: 'admin', detail: `at iteration 1, as ${forked}`, reason },
    ])
    const { deliveries } = DeliveryList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/deliveries`)))
    expect(deliveries.map(({ id }) => id)).toEqual([run])
    const again = { method: 'POST', json: { asNew: true } }
    await expectProblem(await asAdmin(`/api/loops/${loop}/deliveries/${forked}/redeliver`, again), 'conflict')
    const redelivered = await runOf(await asAdmin(`/api/loops/${loop}/deliveries/${run}/redeliver`, again))
    const { run: ofThat } = await runOf(await fork(redelivered.run, { iteration: 1 }))
    expect(acceptedOf(await eventsOf(ofThat))?.request).not.toHaveProperty('redeliveryOf')
  })

  it('takes another input, which has to fit as any', async () => {
    const { target, run } = await aRun({ input: { type: 'object', required: ['n'] } })
    const problem = await expectProblem(await fork(run, { iteration: 2, input: {} }), 'input-invalid')
    expect(problem.errors).toMatchObject([{ pointer: expect.any(String) }])
    const { run: forked } = await runOf(await fork(run, { iteration: 2, input: { n: 7 } }))
    await ended(forked)
    expect((await bodiesOf(target, 3)).at(-1)).toMatchObject({
      round: 2,
      of: { n: 7 },
      before: { id: 'T-1' },
    })
  })

  it('begins at the trigger, with nothing but the input, at iteration 1', async () => {
    const { target, run } = await aRun()
    const { run: forked } = await runOf(await fork(run, { iteration: 1 }))
    expect(await ended(forked)).toMatchObject({ iterations: 2 })
    expect(acceptedOf(await eventsOf(forked))?.fork).not.toHaveProperty('carried')
    expect((await bodiesOf(target, 4))[2]).toEqual({ round: 1, of: { n: 1 }, before: null })
  })

  it('starts once for a key, which is for the same request alone', async () => {
    const { loop, run } = await aRun()
    const key = { 'idempotency-key': 'once' }
    const first = await runOf(await fork(run, { iteration: 2 }, key))
    const again = await fork(run, { iteration: 2 }, key)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await runOf(again)).run).toBe(first.run)
    await expectProblem(await fork(run, { iteration: 1 }, key), 'key-reused')
    const start = { method: 'POST', json: { input: {} }, headers: key }
    const started = await runOf(await asAdmin(`/api/loops/${loop}/runs`, start))
    expect(started.run).not.toBe(first.run)
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin(`/api/changes?subject=${run}`)))
    expect(changes).toHaveLength(1)
  })

  it('runs another version where one is named, if that has the planner', async () => {
    const { loop, run } = await aRun()
    const others = await publishAgain(
      loop,
      (text) => text.replaceAll('"plan"', '"other"'),
      (graph) => ({
        ...graph,
        edges: graph.edges.map((edge) => ({
          ...edge,
          from: edge.from.node === 'other' ? { node: 'other', port: 'plan' } : edge.from,
        })),
      }),
    )
    const problem = await expectProblem(await fork(run, { iteration: 2, version: others }), 'fork-invalid')
    expect(problem.errors).toEqual([
      { pointer: '/version', message: expect.stringContaining('no planner “plan”') },
    ])
    const begun = await runOf(await fork(run, { iteration: 1, version: others }))
    expect(begun.version).toBe(others)
    const same = await publishAgain(loop, (text) =>
      text.replaceAll('"other"', '"plan"').replace('/act', '/acts'),
    )
    expect(await runOf(await fork(run, { iteration: 2, version: same }))).toMatchObject({ version: same })
    const unknown = `sha256:${'0'.repeat(64)}`
    await expectProblem(await fork(run, { iteration: 2, version: unknown }), 'version-not-found')
  })

  it('is refused where the run began no such iteration, and without a reason', async () => {
    const { run } = await aRun()
    const problem = await expectProblem(await fork(run, { iteration: 3 }), 'fork-invalid')
    expect(problem.errors).toMatchObject([{ pointer: '/iteration' }])
    await expectProblem(await fork(run, { iteration: 1, reason: ' ' }), 'invalid-request')
    await expectProblem(await fork(`${run.slice(0, -4)}ffff`, { iteration: 1 }), 'run-not-found')
  })

  it('is refused where there is no room', async () => {
    const target = await aTarget()
    await target.answers([answersWith(200), answersWith(200)], { type: 'hold' })
    const loop = await publish({ ...replanning(target), limits: { queue: 1 } })
    const { run } = await runOf(await hook(loop, {}))
    await ended(run)
    const { run: held } = await runOf(await fork(run, { iteration: 2 }))
    await target.requests({ count: 3 })
    await expectProblem(await fork(run, { iteration: 2 }), 'queue-full')
    await target.letGo()
    await ended(held)
  })
})

describe('personal data of a run that is forked', () => {
  const email = 'ann.lee@example.org'
  const personal = { detect: ['email' as const] }
  const toOf = (events: readonly RunEvent[]) =>
    (acceptedOf(events)?.input as { to?: string } | undefined)?.to ?? ''

  it('is sent by the fork as it is, under tokens of its own', async () => {
    const { target, run, log } = await aRun({ personal }, { to: email })
    const { run: forked } = await runOf(await fork(run, { iteration: 2 }))
    await ended(forked)
    const events = await eventsOf(forked)
    expect((await bodiesOf(target, 3)).at(-1)).toMatchObject({ of: { to: email } })
    expect(JSON.stringify(events)).not.toContain(email)
    expect(toOf(events)).toMatch(/^\[personal:email:/)
    expect(JSON.stringify(events)).not.toContain(toOf(log))
  })

  it('stands for itself in an input that was edited with its tokens', async () => {
    const { target, run, log } = await aRun({ personal }, { to: email })
    const input = { to: toOf(log), more: true }
    const { run: forked } = await runOf(await fork(run, { iteration: 2, input }))
    await ended(forked)
    expect((await bodiesOf(target, 3)).at(-1)).toMatchObject({ of: { to: email, more: true } })
  })

  it('can’t be carried once it is erased: where only the input had it, another one can be given', async () => {
    const { target, run } = await aRun({ personal }, { to: email }, email)
    const erasure = { method: 'POST', json: { subject: email, reason: 'They asked for it' } }
    await jsonOf(await asAdmin('/api/privacy/erasures', erasure))
    const problem = await expectProblem(await fork(run, { iteration: 1 }), 'fork-invalid')
    expect(problem.errors).toEqual([{ pointer: '/input', message: expect.stringContaining('erased') }])
    const given = await runOf(await fork(run, { iteration: 1, input: { to: 'nobody' } }))
    await ended(given.run)
    expect((await bodiesOf(target, 3))[2]).toMatchObject({ of: { to: 'nobody' } })
    const carrying = await fork(run, { iteration: 2, input: { to: 'nobody' } })
    expect((await expectProblem(carrying, 'fork-invalid')).errors).toMatchObject([{ pointer: '/iteration' }])
  })

  it('stays out of the log where it is known by its place alone, and another input is given', async () => {
    const input = { type: 'object', properties: { who: { type: 'string', 'x-pavane-personal': 'name' } } }
    const who = 'Ottilie Quendt'
    const { target, run } = await aRun({ input, personal: {} }, { who }, who)
    const { run: forked } = await runOf(await fork(run, { iteration: 2, input: {} }))
    await ended(forked)
    expect((await bodiesOf(target, 3)).at(-1)).toMatchObject({ of: {}, before: { id: who } })
    expect(JSON.stringify(await eventsOf(forked))).not.toContain(who)
  })

  it('can’t be carried in the call once it is erased', async () => {
    const target = await aTarget()
    const loop = await publish(replanning(target, { personal }))
    const { run } = await runOf(await hook(loop, {}, { 'x-event': email }))
    await ended(run)
    const erasure = { method: 'POST', json: { subject: email, reason: 'They asked for it' } }
    await jsonOf(await asAdmin('/api/privacy/erasures', erasure))
    const problem = await expectProblem(await fork(run, { iteration: 1, input: {} }), 'fork-invalid')
    expect(problem.detail).toContain('the call')
  })

  it('is neither forked nor delivered again out of a run that is to forget it once it has ended', async () => {
    const target = await aTarget()
    await target.answers([{ type: 'hold' }], answersWith(200))
    const loop = await publish(replanning(target, { personal }))
    const { run } = await runOf(await hook(loop, { to: email }))
    await target.requests({ count: 1 })
    const erasure = { method: 'POST', json: { subject: email, reason: 'They asked for it' } }
    await jsonOf(await asAdmin('/api/privacy/erasures', erasure))
    await expectProblem(await fork(run, { iteration: 1 }), 'fork-invalid')
    const again = { method: 'POST', json: { asNew: true } }
    await expectProblem(await asAdmin(`/api/loops/${loop}/deliveries/${run}/redeliver`, again), 'conflict')
    await runOf(await fork(run, { iteration: 1, input: { to: 'nobody' } }))
    await target.letGo()
    await ended(run)
  })
})

/** Publishes the draft of a loop with a change; the version's digest. */
async function publishAgain(
  loop: string,
  rewrite: (graph: string) => string,
  change: (graph: Graph) => Graph = (graph) => graph,
): Promise<string> {
  const { draft } = LoopDetail.parse(await jsonOf(await asAdmin(`/api/loops/${loop}`)))
  const graph = change(JSON.parse(rewrite(JSON.stringify(Graph.parse(draft.graph)))) as Graph)
  const headers = { 'if-match': `"${draft.revision}"` }
  await jsonOf(await asAdmin(`/api/loops/${loop}/draft`, { method: 'PUT', json: { graph }, headers }))
  const publication = { method: 'POST', json: { revision: draft.revision + 1, note: '' } }
  const { version } = (await jsonOf(
    await asAdmin(`/api/loops/${loop}/versions`, publication),
    201,
  )) as Version
  return version
}
