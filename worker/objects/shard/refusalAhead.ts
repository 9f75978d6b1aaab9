import { type Answer, answer } from '../../http/problem.ts'
import type { HookCall } from '../ports.ts'
import { callerCheck } from './intake.ts'
import type { ShardHome } from './ShardHome.ts'
import { refusalWhenFull } from './startRun.ts'

type Headers = HookCall['headers']

const none = answer(null)
/** What may name a call that came before, which is answered with its run also where there is no room. */
const keyHeaders = ['idempotency-key', 'webhook-id', 'x-github-delivery', 'ce-id']

/**
 * Why a call with these headers is refused whatever its body turns out to be: there is no such loop, its caller lacks the token that the
 * loop asks for, or there is no room. Where the body could make another answer, nothing is said.
 */
export async function refusalAhead(
  home: ShardHome,
  headers: Headers,
  isPinned: boolean,
): Promise<Answer<null>> {
  const deployed = await home.deployed()
  if (!deployed.ok) return deployed
  const shard = deployed.value
  const stable = shard.deployed.stable()
  // Another version than the stable one may ask for other callers and have other limits.
  if (!stable || isPinned || shard.deployed.rollout?.canary) return none
  const { trigger, limits } = stable.program
  const { scheme } = trigger.auth
  if (scheme !== 'none' && scheme !== 'bearer') return none
  const check = callerCheck(home.env, shard.deployed.settings, { headers, body: new Uint8Array() })
  const caller = await check(trigger.auth)
  if (!caller.ok) return caller
  const isAlone = shard.deployed.placement.shards === 1
  const isNew = trigger.dedupe === null && !mayBeKnown(headers)
  return (isAlone && isNew ? refusalWhenFull(shard, limits.queue) : null) ?? none
}

const mayBeKnown = (headers: Headers) =>
  keyHeaders.some((name) => headers.has(name)) ||
  (headers.get('content-type') ?? '').startsWith('application/cloudevents')
