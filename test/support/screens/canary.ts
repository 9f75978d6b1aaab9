import { LoopDetail } from '../../../shared/api/loops.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { issueOpened, withIssue } from '../githubIssue.ts'
import { copyOfTriage, type World } from './world.ts'

/** A loop of one's own with a stable version and a canary, which both took calls; gives its name. */
export async function loopWithCanary(world: Pick<World, 'api'>): Promise<string> {
  const { api } = world
  const name = await copyOfTriage(world)
  const done = async (sent: Promise<Response>) => {
    const answer = await sent
    if (!answer.ok)
      throw new Error(`${answer.url} was answered with ${answer.status}: ${await answer.text()}`)
    await answer.body?.cancel()
  }
  const path = `/api/loops/${name}`
  const publish = (revision: number, more: object) =>
    done(api.send('POST', `${path}/versions`, { revision, ...more }))
  await publish(1, { note: 'As in May' })
  const { draft } = await api.get(path, LoopDetail)
  const graph = { ...(draft.graph as Graph), title: 'Triage, shorter replies' }
  await done(api.send('PUT', `${path}/draft`, { graph }, { 'if-match': '"1"' }))
  await publish(2, { note: 'Shorter replies', canary: { weight: 0.1 } })
  for (const [number, version] of ['stable', 'stable', 'stable', 'canary'].entries())
    await done(
      api.send(
        'POST',
        `/hooks/${name}`,
        withIssue(issueOpened(), { id: 500 + number, number: 500 + number }),
        {
          prefer: 'wait=20',
          'pavane-version': version,
        },
      ),
    )
  return name
}
