import { parseEffectId } from '../engine/effectId.ts'
import type { EventOf, RunEvent, StepRef } from '../engine/event.ts'
import type { Plan } from '../engine/plan.ts'
import { upcast } from '../engine/upcast.ts'
import type { NodeId } from '../graph/ids.ts'
import type { JsonObject } from '../json.ts'

export type Start = { iteration: number; step: StepRef; args: JsonObject; seq: number }
export type Judged = { verdict: EventOf<'verdict.reached'>['data']; seq: number }

/** What of a log a case can expect something of. */
export type Observed = {
  /** The last plan that was adopted; null when none was. */
  plan: { plan: Plan; seq: number } | null
  starts: Start[]
  verdicts: Judged[]
  /** How often each action was called, retries and undos among it. */
  calls: ReadonlyMap<NodeId, number>
  end: { data: EventOf<'run.ended'>['data']; seq: number } | null
  /** The steps whose effects stand although they were to be undone, each once. */
  notUndone: string[]
}

/** Reads a log once for everything that a case can expect. */
export function observe(events: readonly RunEvent[]): Observed {
  const plans = new Map<number, Plan>()
  const calls = new Map<NodeId, number>()
  const actions = new Map<string, NodeId>()
  const seen: Observed = { plan: null, starts: [], verdicts: [], calls, end: null, notUndone: [] }
  const count = (action: NodeId) => calls.set(action, (calls.get(action) ?? 0) + 1)
  let run = ''
  for (const raw of events) {
    const event = upcast(raw)
    const { seq } = raw
    if (event.type === 'run.accepted') run = event.data.run
    if (event.type === 'plan.proposed') plans.set(event.data.plan.version, event.data.plan)
    if (event.type === 'plan.adopted') {
      const plan = plans.get(event.data.plan)
      if (plan) seen.plan = { plan, seq }
    }
    if (event.type === 'step.started') {
      const { iteration, step, args, action } = event.data
      seen.starts.push({ iteration, step, args, seq })
      actions.set(`${iteration}/${step}`, action)
      count(action)
    }
    if (event.type === 'step.retried') {
      const action = actions.get(`${event.data.iteration}/${event.data.step}`)
      if (action !== undefined) count(action)
    }
    if (event.type === 'compensation.started') count(event.data.action)
    if (event.type === 'verdict.reached') seen.verdicts.push({ verdict: event.data, seq })
    if (event.type === 'run.ended') seen.end = { data: event.data, seq }
  }
  const standing = seen.end?.data.notUndone ?? []
  seen.notUndone = [...new Set(standing.map((effect) => stepOf(run, effect)))].toSorted()
  return seen
}

/** The plan's step that an effect is of: an item of a map counts for its step. */
function stepOf(run: string, effect: string): string {
  const step = parseEffectId(run, effect)?.step ?? effect
  return step.replace(/\[\d+\]$/, '')
}
