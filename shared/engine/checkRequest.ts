import type { Program } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import { render } from '../expr/template.ts'
import { retryDefault } from '../graph/nodes/action.ts'
import type { CheckOf } from '../graph/nodes/check.ts'
import type { Json } from '../json.ts'
import { type VerifierRequest, verifierContract } from '../verify/contract.ts'
import { defaultWindow } from '../verify/drift/driftOf.ts'
import { type HostCheck, isHostCheck } from '../verify/runCheck.ts'
import type { CheckEffect, CheckRequest, Scope } from './effect.ts'
import { endOfTime } from './limits.ts'
import { scopeOf } from './scope.ts'
import type { ActiveRun, EndedRun, OpenCheck } from './state.ts'
import { loggableOrNull } from './wellFormed.ts'
import { isWithheld } from './withheld.ts'

/** How long a check may take when it says nothing. */
const timeoutDefault = 30

/** A check that the host makes; undefined when the verifier has none of that name. */
export function hostCheckOf(program: Program, verifier: string, id: string): HostCheck | undefined {
  return program.verifiers[verifier]?.checks.find(
    (check): check is HostCheck => check.id === id && isHostCheck(check),
  )
}

/** Which time it is that the verifier judges in the iteration, from 1. */
export function roundOf({ iteration }: ActiveRun | EndedRun, verifier: string): number {
  return (iteration?.judged.filter((each) => each === verifier).length ?? 0) + 1
}

/** How a check is tried again. Asking changes nothing, so it is always safe. */
export function retryOf(check: HostCheck) {
  const retry = (check.type === 'http' ? check.retry : undefined) ?? retryDefault
  return { retry, idempotency: 'native' as const }
}

/** Why the host can't be told what to look at; null when it can. */
export function whyNotAsked(program: Program, state: ActiveRun, check: HostCheck): string | null {
  const scope = scopeOf(program, state)
  if (check.type === 'drift') return null
  const about = render(check.about, scope)
  return about.ok ? null : `What the checker is shown: ${about.pointer || 'it'}: ${about.error}`
}

/** The check that the host owes now: a function of the state alone, so it is the same after a crash. */
export function checksOwed(program: Program, state: ActiveRun): CheckEffect[] {
  const { phase, cancel } = state
  if (phase.at !== 'verifying' || !phase.asking?.open || cancel) return []
  const { verifier, asking } = phase
  const { open } = phase.asking
  const check = hostCheckOf(program, verifier, asking.check)
  if (!check || isWithheld(state, open.notBefore)) return []
  const scope = scopeOf(program, state)
  const seconds = check.type === 'http' ? check.timeoutSeconds : undefined
  return [
    {
      kind: 'check',
      id: open.effect,
      verifier,
      check: check.id,
      attempt: open.attempt,
      timeoutMs: Math.ceil((seconds ?? timeoutDefault) * 1000),
      notBefore: open.notBefore,
      request: requestOf(program, state, { verifier, check, open, scope }),
      scope,
    },
  ]
}

type Asked = { verifier: string; check: HostCheck; open: OpenCheck; scope: Scope }

function requestOf(program: Program, state: ActiveRun, asked: Asked): CheckRequest {
  const { check } = asked
  switch (check.type) {
    case 'http': {
      const body = bodyOf(program, state, asked, check)
      return { type: 'http', body: body as unknown as Json }
    }
    case 'drift':
      return {
        type: 'drift',
        baseline: check.baseline,
        window: check.window ?? defaultWindow,
        observed: observedBy(check, asked.scope),
      }
  }
}

/** The values that this run adds. One that can't be evaluated is null, which counts as a value that can't be used. */
function observedBy(check: CheckOf<'drift'>, scope: Scope): Record<string, Json> {
  return Object.fromEntries(
    check.fields.map(({ name, value }) => {
      const result = evaluate(value, scope)
      return [name, result.ok ? loggableOrNull(result.value) : null]
    }),
  )
}

function bodyOf(
  program: Program,
  state: ActiveRun,
  { verifier, open, scope }: Asked,
  check: CheckOf<'http'>,
): VerifierRequest {
  const { iteration } = state
  const about = render(check.about, scope)
  const plan = iteration?.plan ?? null
  return {
    contract: verifierContract,
    effect: open.effect,
    run: state.run,
    loop: state.loop,
    program: program.version,
    iteration: iteration?.number ?? 1,
    verifier,
    check: check.id,
    vote: open.vote,
    about: about.ok ? about.value : null,
    plan: plan && {
      digest: plan.digest,
      steps: plan.steps.map(({ id, action, args, after }) => ({ id, action, args, after: [...after] })),
    },
    deadline: endOfTime(program, state),
  }
}
