import type { Program } from '../../../shared/compile/program.ts'
import { scopeOf } from '../../../shared/engine/scope.ts'
import type { RunState } from '../../../shared/engine/state.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Json } from '../../../shared/json.ts'

/** What an expression comes to at a moment; in words where it has no value there. */
export type Watched = { ok: true; value: Json } | { ok: false; message: string }

/** The value of a CEL expression in the state of a run: it reads what the expressions of the loop read. Secrets are not in it. */
export function watched(source: string, program: Program, state: RunState): Watched {
  if (source.trim() === '') return { ok: false, message: 'Type an expression, such as input or steps.' }
  if (state.status === 'new') return { ok: false, message: 'The run has not begun.' }
  const result = evaluate(source, scopeOf(program, state))
  return result.ok ? { ok: true, value: result.value } : { ok: false, message: result.error }
}
