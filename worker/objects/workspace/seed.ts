import { publishedExample } from '../../../shared/templates/publishedExample.ts'
import { type Env, isLocal } from '../../env.ts'
import { log } from '../../telemetry/log.ts'
import { loopOf } from '../ports.ts'
import type { Hosts } from './Hosts.ts'

const author = 'pavane'

/** The sandbox's apps as hosts, so that the example and the templates run at once. */
export function seedHosts(hosts: Hosts): void {
  for (const app of ['tracker', 'payments', 'ops', 'echo']) hosts.putSandbox(app)
}

/**
 * Puts the example there. It is published where the sandbox gives it something to call, and left a draft elsewhere. An
 * attempt that was cut off is gone on with.
 */
export async function seedLoops(env: Env, addLoop: (name: string) => void): Promise<void> {
  const { name } = publishedExample
  const loop = loopOf(env, name)
  const created = await loop.create({ name, graph: publishedExample, example: true, by: author })
  addLoop(name)
  const detail = created.ok ? created : await loop.detail()
  if (!detail.ok || detail.value.published !== null || !isLocal(env)) return
  const note = 'There on first start, to look at and to take apart'
  const published = await loop.publish({ revision: detail.value.draft.revision, note }, author)
  // It stays a draft, with its problems in sight: an example is no reason to serve nothing.
  if (!published.ok) log('error', 'example.not-published', { loop: name, code: published.refusal.code })
}
