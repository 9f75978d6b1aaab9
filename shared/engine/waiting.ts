import type { Program, ProgramAction } from '../compile/program.ts'
import { evaluate } from '../expr/evaluate.ts'
import { renderText } from '../expr/template.ts'
import type { WaitCall, WaitFor } from '../graph/nodes/action.ts'
import type { Scope } from './effect.ts'
import { readTime } from './time.ts'

/** What an action waits for; null when it does something else. */
export function waitOf(program: Program, action: string): WaitFor | null {
  const call = program.actions[action]?.call
  return call?.uses === 'wait' ? call.for : null
}

export type WaitEnd = { ok: true; until: number } | { ok: false; error: string }

/** When a wait that starts now is over, unless an event ends it before: fixed at its start, so that nothing moves it later. */
export function endOfWait({ for: what }: WaitCall, scope: Scope, at: number): WaitEnd {
  switch (what.type) {
    case 'duration':
      return afterSeconds(what.seconds, scope, at)
    case 'until':
      return atTime(what.time, scope)
    case 'event':
      return { ok: true, until: at + Math.ceil(what.timeoutSeconds * 1000) }
  }
}

/** No run lasts longer, so that a wait which would is cut to it. */
const longestSeconds = 31_536_000

function afterSeconds(seconds: number | string, scope: Scope, at: number): WaitEnd {
  const result =
    typeof seconds === 'number' ? { ok: true as const, value: seconds } : evaluate(seconds, scope)
  if (!result.ok) return { ok: false, error: `How long it waits could not be evaluated: ${result.error}` }
  const { value } = result
  if (typeof value !== 'number' || !(value >= 0))
    return { ok: false, error: `How long it waits is no number of seconds: ${JSON.stringify(value)}.` }
  return { ok: true, until: at + Math.ceil(Math.min(value, longestSeconds) * 1000) }
}

function atTime(time: string, scope: Scope): WaitEnd {
  const rendered = renderText(time, scope)
  if (!rendered.ok)
    return { ok: false, error: `The time it waits for could not be evaluated: ${rendered.error}` }
  const until = readTime(rendered.value)
  if (until !== null) return { ok: true, until }
  const error = `The time it waits for is none, as 2026-01-31T09:00:00Z is one: ${JSON.stringify(rendered.value)}.`
  return { ok: false, error }
}

/** Whether a call is a run of its own. */
export function isChild(action: ProgramAction | undefined): boolean {
  return action?.call.uses === 'loop'
}
