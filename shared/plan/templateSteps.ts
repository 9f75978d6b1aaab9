import type { Scope } from '../engine/effect.ts'
import { whyNotLoggable } from '../engine/wellFormed.ts'
import { bindArgs } from '../expr/bindings.ts'
import type { Fallback, StepTemplate } from '../graph/nodes/planner.ts'
import type { Draft, DraftCall } from './draft.ts'
import type { PlanReason } from './reason.ts'

/** What only an item of a step that maps over a list has. */
const ofItems = ['item', 'index']

const noArgs = {}

/** The steps that a builder wrote, with what is known now in its place; `later` are roots besides `steps` that are not. */
export function bindTemplates(
  templates: readonly StepTemplate[],
  scope: Scope,
  later: readonly string[] = [],
): { drafts: Draft[]; faults: PlanReason[] } {
  const faults: PlanReason[] = []
  const laterRoots = new Set(['steps', ...later])
  const laterRootsOfItems = new Set([...laterRoots, ...ofItems])
  const bind = (step: StepTemplate, call: Fallback): DraftCall | null => {
    const bound = bindArgs(call.args ?? noArgs, scope, step.map ? laterRootsOfItems : laterRoots)
    const fault = bound.ok ? whyNotLoggable(bound.args) : { pointer: bound.pointer, message: bound.error }
    const message = fault && `Step “${step.id}”, argument ${fault.pointer}: ${fault.message}`
    if (message) faults.push({ code: 'unsound', message, step: step.id })
    if (!bound.ok) return null
    return { action: call.action, args: bound.args, bindings: bound.bindings, why: call.why ?? null }
  }
  const drafts = templates.flatMap((step): Draft[] => {
    const call = bind(step, step)
    const fallback = (step.fallback ?? []).flatMap((each) => bind(step, each) ?? [])
    if (!call) return []
    const { id, after = [], when = null, map = null } = step
    return [{ id, ...call, after, when, map, fallback }]
  })
  return { drafts, faults }
}
