import { evaluate } from '../../expr/evaluate.ts'
import { render } from '../../expr/template.ts'
import type { Probe } from '../../graph/nodes/action.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { EffectResult } from '../command.ts'
import type { Scope } from '../effect.ts'
import type { EffectError } from '../effectError.ts'
import { loggableError } from '../loggableError.ts'
import { scopeOf, withRoots } from '../scope.ts'
import type { ActiveRun } from '../state.ts'
import type { Turn } from '../turn.ts'
import { fromOutside } from '../wellFormed.ts'

export type Finding =
  | { is: 'happened'; output: Json }
  | { is: 'not-happened' }
  | { is: 'unknown'; message: string; error: EffectError | null }

/** What the result of a probe says of what it asked about. `roots` is what its expressions read besides the rest: `args`, an item. */
export function lookAtProbe(
  { program }: Turn,
  state: ActiveRun,
  probe: Probe,
  roots: JsonObject,
  result: EffectResult,
): Finding {
  if (!result.ok) {
    const error = loggableError(result.error)
    return { is: 'unknown', message: error.message, error }
  }
  const output = fromOutside(result.output)
  if (!output.ok) return unknown(`What the probe brought: ${output.fault.message}`)
  const scope = withRoots(scopeOf(program, state), { ...roots, output: output.value })
  const holds = evaluate(probe.happened, scope)
  if (!holds.ok) return unknown(`Whether it happened could not be evaluated: ${holds.error}`)
  if (holds.value === false) return { is: 'not-happened' }
  if (holds.value !== true) return unknown('Whether it happened is neither true nor false.')
  return given(probe, scope, output.value)
}

/** What the step brought, as the probe tells it. */
function given({ gives }: Probe, scope: Scope, output: Json): Finding {
  const rendered = gives === undefined ? { ok: true as const, value: output } : render(gives, scope)
  if (!rendered.ok) return unknown(`It happened, but what it gave could not be made: ${rendered.error}`)
  const value = fromOutside(rendered.value)
  return value.ok
    ? { is: 'happened', output: value.value }
    : unknown(`It happened, but what it gave is not valid: ${value.fault.message}`)
}

function unknown(message: string): Finding {
  return { is: 'unknown', message, error: null }
}
