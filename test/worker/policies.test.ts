import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it } from 'vitest'
import { ChangeList } from '../../shared/api/changes.ts'
import { PolicySetVersion, WhatIfResult, WorkspacePolicies } from '../../shared/api/policies.ts'
import { digest } from '../../shared/audit/digest.ts'
import type { Policy } from '../../shared/graph/policy.ts'
import type { WrittenPolicy } from '../../shared/graph/writtenPolicy.ts'
import type { Json } from '../../shared/json.ts'
import { shardName } from '../../worker/objects/placement.ts'
import { asAdmin, call, ended, env, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

const policy = (change: Partial<Policy>): Policy => ({
  id: 'guard',
  title: 'Guard',
  at: 'step',
  when: 'true',
  effect: 'deny',
  message: 'Not here.',
  ...change,
})

const read = async () => WorkspacePolicies.parse(await jsonOf(await asAdmin('/api/policies')))

const put = async (policies: WrittenPolicy[], version?: number) =>
  asAdmin('/api/policies', {
    method: 'PUT',
    json: { policies, note: 'as tested' },
    headers: { 'if-match': `"${version ?? (await read()).version}"` },
  })

const quick = () => publish(aGraph({ act: { call: { uses: 'transform', value: 1 } } }))

/** Only runs of this loop, since the workspace is one for all tests. */
const only = (loop: string, when = 'true') => `run.id.startsWith('${loop}.') && (${when})`

describe('the policies of the workspace', () => {
  afterEach(async () => {
    await put([])
  })

  it('are kept in versions, changed by who read the last one, and noted', async () => {
    const before = await read()
    const saved = WorkspacePolicies.parse(await jsonOf(await put([policy({ when: 'false' })])))
    expect(saved).toMatchObject({
      version: before.version + 1,
      policies: [{ id: 'guard' }],
      history: [{ version: before.version + 1, count: 1, note: 'as tested' }, ...before.history],
    })
    await expectProblem(await put([], before.version), 'revision-stale')
    await expectProblem(
      await asAdmin('/api/policies', { method: 'PUT', json: { policies: [] } }),
      'precondition-required',
    )
    const version = PolicySetVersion.parse(await jsonOf(await asAdmin(`/api/policies/${saved.version}`)))
    expect(version).toMatchObject({ digest: saved.digest, policies: saved.policies })
    await expectProblem(await asAdmin('/api/policies/9999'), 'version-not-found')
    const { changes } = ChangeList.parse(await jsonOf(await asAdmin('/api/changes?limit=1')))
    expect(changes).toMatchObject([
      {
        what: 'policies.set',
        detail: expect.stringContaining('as tested'),
        reason: 'as tested',
        from: { number: before.version, digest: before.digest },
        to: { number: saved.version, digest: saved.digest },
      },
    ])
  })

  it('carry cases, which are kept and are no part of what runs are held to', async () => {
    const loop = await quick()
    const rule = policy({ at: 'input', effect: 'flag', when: only(loop) })
    const test = { id: 'c', title: 'C', scope: { run: { id: `${loop}.0` } }, expect: 'deny' as const }
    const plain = WorkspacePolicies.parse(await jsonOf(await put([rule])))
    const carried = WorkspacePolicies.parse(await jsonOf(await put([{ ...rule, cases: [test] }])))
    expect(carried).toMatchObject({ version: plain.version + 1, digest: plain.digest })
    expect(carried.policies).toEqual([{ ...rule, cases: [test] }])
    const version = PolicySetVersion.parse(await jsonOf(await asAdmin(`/api/policies/${carried.version}`)))
    expect(version.policies).toEqual(carried.policies)
    const { run } = await runOf(await hook(loop, {}))
    await ended(run)
    const log = await eventsOf(run)
    const [accepted] = log
    expect(accepted?.type === 'run.accepted' && accepted.data.policySet).toBe(plain.digest)
    expect(log.find(({ type }) => type === 'policy.evaluated')?.data).toMatchObject({
      policy: 'workspace:guard',
      digest: digest(rule as unknown as Json),
    })
  })

  it('are refused where they could not be evaluated, with the place', async () => {
    const faulty = [policy({}), policy({ id: 'other', when: 'nobody.knows == 1' })]
    const problem = await expectProblem(await put(faulty), 'invalid-request')
    expect(problem.errors).toMatchObject([{ pointer: '/policies/1/when' }])
    await expectProblem(await call('/api/policies'), 'unauthenticated')
  })

  it('hold for every loop at once, whatever its own policies say, and for nothing that began before', async () => {
    const held = await quick()
    const before = await runOf(await hook(held, {}))
    expect((await ended(before.run)).outcome).toBe('succeeded')
    const saved = WorkspacePolicies.parse(await jsonOf(await put([policy({ when: only(held) })])))
    const after = await runOf(await hook(held, {}))
    await ended(after.run)
    const log = await eventsOf(after.run)
    expect(log[0]).toMatchObject({ type: 'run.accepted', data: { policySet: saved.digest } })
    expect(log.filter(({ type }) => type === 'policy.evaluated')).toMatchObject([
      { data: { policy: 'workspace:guard', from: 'workspace', effect: 'deny', version: 1 } },
    ])
    expect(log.filter(({ type }) => type === 'step.started')).toEqual([])
    expect((await eventsOf(before.run))[0]?.data).not.toHaveProperty('policySet')
  })

  it('stay bound to a run that began under them, over other versions and a restart', async () => {
    const loop = await quick()
    await put([policy({ effect: 'require-approval', when: only(loop) })])
    const { run } = await runOf(await hook(loop, {}))
    await waitFor(run, 'approval.requested')
    await put([])
    const stub = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))
    await evictDurableObject(stub)
    const asked = (await eventsOf(run)).find(({ type }) => type === 'approval.requested')
    if (asked?.type !== 'approval.requested') throw new Error('It was asked about')
    const { approval, subject } = asked.data
    expect(subject).toMatchObject({ policy: 'workspace:guard' })
    await jsonOf(
      await asAdmin(`/api/runs/${run}/approvals/${approval}`, {
        method: 'POST',
        json: { decision: 'deny', digest: subject.digest },
      }),
    )
    await ended(run)
    expect((await eventsOf(run)).filter(({ type }) => type === 'step.started')).toEqual([])
    const kept = await runInDurableObject(stub, (_, { storage }) =>
      storage.sql.exec('SELECT digest FROM policy_sets').toArray(),
    )
    expect(kept).toHaveLength(1)
  })

  it('read what the shard did lately, also after a restart', async () => {
    const loop = await quick()
    await put([policy({ at: 'input', when: only(loop, 'recent.lastMinute >= 2') })])
    const outcomes = []
    for (const restart of [false, false, true, false]) {
      if (restart) await evictDurableObject(env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0))))
      const { run } = await runOf(await hook(loop, {}))
      outcomes.push((await ended(run)).outcome)
    }
    expect(outcomes).toEqual(['succeeded', 'succeeded', 'bailed', 'bailed'])
  })

  it('hide what they redact from the store, too', async () => {
    const loop = await quick()
    const secret = `canary-${crypto.randomUUID()}`
    await put([policy({ at: 'input', effect: 'redact', redact: ['/secret'], when: only(loop) })])
    const { run } = await runOf(await hook(loop, { secret }))
    await ended(run)
    expect((await eventsOf(run))[0]).toMatchObject({ data: { input: { secret: '[redacted]' } } })
    const stub = env.RUN_SHARD.get(env.RUN_SHARD.idFromName(shardName(loop, 0)))
    const stored = await runInDurableObject(stub, (_, { storage }) =>
      JSON.stringify(
        ['turns', 'runs', 'dedupe'].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
      ),
    )
    expect(stored).not.toContain(secret)
  })
})

describe('what if', () => {
  const ask = async (json: object) =>
    WhatIfResult.parse(await jsonOf(await asAdmin('/api/policies/what-if', { method: 'POST', json })))

  it('tells which decisions of recorded runs would have been others', async () => {
    const loop = await quick()
    const small = await runOf(await hook(loop, { amount: 5 }))
    const large = await runOf(await hook(loop, { amount: 500 }))
    for (const { run } of [small, large]) await ended(run)
    const deny = policy({ at: 'input', when: 'has(input.amount) && input.amount > 100' })
    expect(await ask({ policies: [deny], loop })).toMatchObject({
      runs: 2,
      cut: [],
      changed: [
        {
          run: large.run,
          changes: [
            {
              point: 'input',
              subject: null,
              before: { effect: 'allow', policies: [] },
              after: { effect: 'deny', policies: ['workspace:guard'] },
              values: { 'input.amount': 500 },
            },
          ],
        },
      ],
    })
    const own = await ask({ policies: [deny], loop, instead: 'loop' })
    expect(own.changed).toMatchObject([{ changes: [{ after: { policies: ['guard'] } }] }])
    expect(await ask({ policies: [{ ...deny, mode: 'dry-run' }], loop })).toMatchObject({ changed: [] })
    await expectProblem(
      await asAdmin('/api/policies/what-if', { method: 'POST', json: { policies: [], instead: 'loop' } }),
      'invalid-request',
    )
  })
})

/** Polls until an event of that type is on record. */
async function waitFor(run: string, type: string): Promise<void> {
  while (!(await eventsOf(run)).some((event) => event.type === type)) await scheduler.wait(5)
}
