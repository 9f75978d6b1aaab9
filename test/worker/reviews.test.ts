import { beforeAll, describe, expect, it } from 'vitest'
import { RunReviews } from '../../shared/api/reviews.ts'
import { RunList } from '../../shared/api/runs.ts'
import { type Headers, payingLoop, personOf } from './support/approvals.ts'
import { kill } from './support/crash.ts'
import { asAdmin, call, ended, eventsOf, hook, jsonOf, runOf } from './support/edge.ts'
import { expectProblem } from './support/problems.ts'

type Someone = { name: string; headers: Headers }

const review = (run: string, json: { score: number; comment?: string }, { headers }: Someone) =>
  call(`/api/runs/${run}/review`, { method: 'PUT', json, headers })
const reviewsOf = async (run: string) =>
  RunReviews.parse(await jsonOf(await asAdmin(`/api/runs/${run}/reviews`))).reviews
const listOf = async (loop: string, query = '') =>
  RunList.parse(await jsonOf(await asAdmin(`/api/loops/${loop}/runs?${query}`))).runs

describe('the review of a run', () => {
  let ann: Someone
  let bob: Someone
  beforeAll(async () => {
    ann = await personOf('reviewer')
    bob = await personOf('approver')
  })

  it('is kept with its author beside the log, one a person, the newest first', async () => {
    const loop = await payingLoop({ when: 'false' })
    const { run } = await runOf(await hook(loop, { amount: 5 }))
    await ended(run)
    const log = await eventsOf(run)
    await jsonOf(await review(run, { score: 2, comment: 'Too slow.' }, ann))
    await jsonOf(await review(run, { score: 5 }, bob))
    await jsonOf(await review(run, { score: 3, comment: 'Slow.' }, ann))
    await kill(loop)
    expect(await reviewsOf(run)).toMatchObject([
      { by: ann.name, score: 3, comment: 'Slow.' },
      { by: bob.name, score: 5, comment: '' },
    ])
    expect(await eventsOf(run)).toEqual(log)
  })

  it('is told in lists, which are narrowed to what nobody has reviewed', async () => {
    const loop = await payingLoop({ when: 'input.amount > 10' })
    const runs: string[] = []
    for (const amount of [1, 2, 50]) runs.push((await runOf(await hook(loop, { amount }))).run)
    const [first = '', second = ''] = runs
    await Promise.all([ended(first), ended(second)])
    await jsonOf(await review(first, { score: 4, comment: 'Good.' }, ann))
    const ids = async (query: string) => (await listOf(loop, query)).map(({ run }) => run)
    expect(await ids('reviewed=false')).toEqual([second])
    expect(await ids('reviewed=true')).toEqual([first])
    const [listed] = await listOf(loop, 'reviewed=true')
    expect(listed?.review).toMatchObject({ by: ann.name, score: 4, comment: 'Good.' })
    expect((await listOf(loop)).filter(({ review: found }) => found)).toHaveLength(1)
  })

  it('is refused of a run that has not ended, without a score, and by who may only read', async () => {
    const loop = await payingLoop()
    const { run } = await runOf(await hook(loop, { amount: 50 }))
    await expectProblem(await review(run, { score: 4 }, ann), 'conflict')
    await expectProblem(await review(run, { score: 6 }, ann), 'invalid-request')
    await expectProblem(await review(run, { score: 4 }, await personOf('viewer')), 'forbidden')
    await expectProblem(
      await review(`${run.slice(0, -1)}${run.endsWith('f') ? 0 : 'f'}`, { score: 4 }, ann),
      'run-not-found',
    )
  })

  it('hides what is personal, as the log does', async () => {
    const loop = await payingLoop({ when: 'false' }, true)
    const { run } = await runOf(await hook(loop, { amount: 'ann@example.com' }))
    await ended(run)
    await jsonOf(await review(run, { score: 1, comment: 'Ask ann@example.com.' }, ann))
    expect((await reviewsOf(run))[0]?.comment).toMatch(/^Ask \[personal:email:[\w-]{22}\]\.$/)
  })
})
