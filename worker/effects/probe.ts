import { callTemplate } from '../../shared/compile/expressionPlaces.ts'
import type { Program } from '../../shared/compile/program.ts'
import type { EffectResult } from '../../shared/engine/command.ts'
import type { ProbeEffect } from '../../shared/engine/effect.ts'
import { type Calling, failedBefore } from './executor.ts'
import { openSecrets } from './openSecrets.ts'
import { renderRequest } from './renderRequest.ts'
import { send } from './send.ts'

/** Asks a target whether it carried a step out. The request changes nothing, so it carries no key and holds no lease. */
export async function probe(calling: Calling, program: Program, effect: ProbeEffect): Promise<EffectResult> {
  const { env, settings, breakers, trace, signal } = calling
  const action = program.actions[effect.action]
  if (!action?.probe) return failedBefore('configuration', `The action “${effect.action}” has no probe.`)
  const opened = await openSecrets(env, settings, {
    named: action.secrets,
    template: callTemplate(action.probe.call),
    host: action.probe.call.host,
  })
  if (!opened.ok) return opened
  const { sent: secrets, masked: masks } = opened
  const { call } = action.probe
  const scope = { ...effect.scope, args: effect.args, secrets: { ...secrets } }
  const outgoing = {
    host: call.host,
    method: call.method,
    accepts: call.accepts ?? [],
    ...(call.redirects && call.method === 'GET' ? { redirects: call.redirects } : {}),
    render: (baseUrl: string) => renderRequest(call, baseUrl, scope),
  }
  const { timeoutMs } = effect
  const context = { env, hosts: settings.hosts, breakers, breaker: action.breaker, trace, timeoutMs, signal }
  const sent = await send(outgoing, { ...context, scope, secrets, masks })
  return sent.ok ? { ok: true, output: { status: sent.status, body: sent.body } } : sent
}
