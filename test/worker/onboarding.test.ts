import { describe, expect, it } from 'vitest'
import { onboarding } from '../../shared/templates/onboarding.ts'
import { callsOf, freshName } from './support/deploy.ts'
import { asAdmin, ended, eventsOf, hook, runOf } from './support/edge.ts'
import { publish } from './support/graphs.ts'

describe('the onboarding of a new workspace', () => {
  it('goes on with the answer, asks the triage for equipment, and tells the others', async () => {
    const name = await publish({ ...onboarding.graph, name: freshName() })
    const [sample] = onboarding.samples
    const { run } = await runOf(await hook(name, sample?.input))
    while (
      !(await eventsOf(run)).some((event) => event.type === 'step.started' && event.data.step === 'answer')
    )
      await scheduler.wait(5)
    const json = { name: 'accepted', data: { from: 'Monday' } }
    await asAdmin(`/api/runs/${run}/signals`, { method: 'POST', json })
    const detail = await ended(run)
    expect(detail).toMatchObject({ outcome: 'succeeded', message: '' })
    const [child] = detail.children
    expect(child).toMatchObject({ step: 'equipment', run: expect.stringMatching(/^issue-triage\./) })
    expect(detail.body).toMatchObject({ equipment: child?.run })
    expect(await ended(child?.run ?? '')).toMatchObject({ outcome: 'succeeded' })
    const paths = (await callsOf(run)).map(({ path }) => path)
    expect(paths[0]).toBe('/invitations')
    expect(paths.slice(1, -1).toSorted()).toEqual([
      '/apps/chat/accounts',
      '/apps/mail/accounts',
      '/apps/wiki/accounts',
    ])
    const news = (await callsOf(run)).at(-1)
    expect(news).toMatchObject({
      path: '/events',
      body: {
        type: 'com.example.person.joined',
        data: { name: 'Ada Lovelace', answered: true, apps: ['mail', 'chat', 'wiki'] },
      },
    })
  })
})
