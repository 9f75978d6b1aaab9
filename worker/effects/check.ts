import type { Program } from '../../shared/compile/program.ts'
import { hostCheckOf } from '../../shared/engine/checkRequest.ts'
import type { Command } from '../../shared/engine/command.ts'
import type { CheckEffect } from '../../shared/engine/effect.ts'
import type { Json } from '../../shared/json.ts'
import { type DriftKnowledge, lookUpDrift } from './drift.ts'
import { type Calling, failedBefore } from './executor.ts'
import { openSecrets } from './openSecrets.ts'
import { renderRequest } from './renderRequest.ts'
import { send } from './send.ts'

export type CheckHostResult = Extract<Command, { type: 'settle-check' }>['result']

/** Makes a check that needs a host: asks an external checker, or looks up a baseline and its window. */
export async function makeCheck(
  calling: Calling,
  drift: DriftKnowledge,
  program: Program,
  effect: CheckEffect,
): Promise<CheckHostResult> {
  const { request } = effect
  switch (request.type) {
    case 'http':
      return askChecker(calling, program, effect, request.body)
    case 'drift':
      return lookUpDrift(drift, program, effect, request)
  }
}

/** Of an answer that is no JSON. */
const shownCharacters = 2000

/** Posts the request as it is and reads the answer. What it says is for the engine to judge. */
async function askChecker(
  { env, settings, breakers, trace, signal }: Calling,
  program: Program,
  effect: CheckEffect,
  body: Json,
): Promise<CheckHostResult> {
  const check = hostCheckOf(program, effect.verifier, effect.check)
  if (check?.type !== 'http')
    return failedBefore('configuration', `“${effect.verifier}” has no external check “${effect.check}”.`)
  const { host, method, path, headers = {} } = check.call
  const named = program.verifiers[effect.verifier]?.secrets ?? []
  const opened = await openSecrets(env, settings, { named, template: [path, headers], host })
  if (!opened.ok) return opened
  const { sent: secrets, masked: masks } = opened
  const scope = { ...effect.scope, secrets: { ...secrets } }
  const outgoing = {
    host,
    method,
    accepts: [],
    render: (baseUrl: string) => {
      const request = renderRequest({ uses: 'http', host, method, path, headers }, baseUrl, scope)
      if (!request.ok) return request
      request.headers.set('idempotency-key', effect.id)
      request.headers.set('content-type', 'application/json')
      return { ...request, body: JSON.stringify(body) }
    },
  }
  const { timeoutMs } = effect
  const context = { env, hosts: settings.hosts, breakers, breaker: null, trace, timeoutMs, signal }
  const sent = await send(outgoing, { ...context, scope: effect.scope, secrets, masks })
  if (!sent.ok) return sent
  // A page of text is no answer either, and enough of it says what it was.
  const output = sent.body
  return { ok: true, answer: typeof output === 'string' ? output.slice(0, shownCharacters) : output }
}
