import { type Env, isLocal } from '../../env.ts'
import type { Perform } from './EffectRunner.ts'

/** Where a test can stop a server: an effect's intent is durable and it has not left; its result is here and not recorded. */
type FaultPoint = 'effect.before-send' | 'effect.before-settle'

/**
 * Performs as before, but tells `PAVANE_FAULT_URL` of both points of every effect, and goes on when it answers. A test that
 * doesn't answer, and kills the server, has it stopped at exactly that point. Only on a local server that was given an address.
 */
export function withFaultPoints(env: Env, perform: Perform): Perform {
  const url = isLocal(env) ? env.PAVANE_FAULT_URL : null
  if (!url) return perform
  const reach = async (point: FaultPoint, effect: string) => {
    await fetch(url, { method: 'POST', body: JSON.stringify({ point, effect }) })
  }
  return async (effect, live, signal) => {
    await reach('effect.before-send', effect.id)
    const performed = await perform(effect, live, signal)
    await reach('effect.before-settle', effect.id)
    return performed
  }
}
