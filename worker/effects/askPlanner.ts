import type { Program } from '../../shared/compile/program.ts'
import type { Command } from '../../shared/engine/command.ts'
import type { PlanEffect } from '../../shared/engine/effect.ts'
import { externalOf } from '../../shared/engine/planRequest.ts'
import { type Calling, failedBefore } from './executor.ts'
import { openSecrets } from './openSecrets.ts'
import { renderRequest } from './renderRequest.ts'
import { send } from './send.ts'

/** Of an answer that is no JSON. */
const shownCharacters = 2000

export type PlanResult = Extract<Command, { type: 'settle-plan' }>['result']

/** Asks an external planner: posts the request as it is and reads what it proposes. What it proposes is for the engine to judge. */
export async function askPlanner(
  calling: Calling,
  program: Program,
  effect: PlanEffect,
): Promise<PlanResult> {
  const { env, settings, breakers, trace, signal } = calling
  const planner = program.planners[effect.planner]
  const strategy = externalOf(planner, effect.member)
  if (!planner || !strategy)
    return failedBefore('configuration', `“${effect.planner}” has no external planner of that name.`)
  const { host, path, headers = {} } = strategy
  const opened = await openSecrets(env, settings, { named: planner.secrets, template: [path, headers], host })
  if (!opened.ok) return opened
  const { sent: secrets, masked: masks } = opened
  const call = { uses: 'http', host, method: 'POST', path, headers } as const
  const scope = { ...effect.scope, secrets: { ...secrets } }
  const outgoing = {
    host,
    method: 'POST',
    accepts: [],
    render: (baseUrl: string) => {
      const request = renderRequest(call, baseUrl, scope)
      if (!request.ok) return request
      request.headers.set('idempotency-key', effect.id)
      request.headers.set('content-type', 'application/json')
      return { ...request, body: JSON.stringify(effect.request) }
    },
  }
  const { timeoutMs } = effect
  const context = { env, hosts: settings.hosts, breakers, breaker: null, trace, timeoutMs, signal }
  const sent = await send(outgoing, { ...context, scope: effect.scope, secrets, masks })
  if (!sent.ok) return sent
  // A page of text is no plan either, and enough of it says what it was.
  const output = sent.body
  return { ok: true, proposal: typeof output === 'string' ? output.slice(0, shownCharacters) : output }
}
