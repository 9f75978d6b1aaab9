import { assertNever } from '../assertNever.ts'
import { canonicalJson } from '../audit/canonicalJson.ts'
import type { Scope } from '../engine/effect.ts'
import type { HitPolicy, StepTemplate, TableRule, TableStrategy } from '../graph/nodes/planner.ts'
import { matchRules } from './matchRules.ts'

type Hits = { ok: true; rules: TableRule[] } | { ok: false; reasons: string[] }
export type TableChoice =
  | { ok: true; steps: StepTemplate[]; rules: string[]; rationale: string[] }
  | { ok: false; reasons: string[] }

/** Decides by the rules that match, as the hit policy says (DMN 1.5, section 8.2.10). */
export function table(strategy: TableStrategy, scope: Scope): TableChoice {
  const matched = matchRules(strategy.inputs, strategy.rules, scope, {
    firstOnly: strategy.hitPolicy === 'first',
  })
  if (!matched.ok) return matched
  if (matched.rules.length === 0) return otherwise(strategy)
  const hits = applyHitPolicy(strategy.hitPolicy, matched.rules)
  if (!hits.ok) return hits
  return mergeSteps(strategy.hitPolicy, hits.rules)
}

function otherwise(strategy: TableStrategy): TableChoice {
  if (!strategy.otherwise) return { ok: false, reasons: ['No rule of the table matches.'] }
  return { ok: true, steps: strategy.otherwise, rules: [], rationale: ['No rule matched.'] }
}

function applyHitPolicy(hitPolicy: HitPolicy, rules: TableRule[]): Hits {
  const names = rules.map((rule) => `“${rule.id}”`).join(', ')
  switch (hitPolicy) {
    case 'unique':
      if (rules.length === 1) return { ok: true, rules }
      return { ok: false, reasons: [`Rules ${names} match, but only one may.`] }
    case 'any':
      if (new Set(rules.map(meaningOf)).size === 1) return { ok: true, rules: rules.slice(0, 1) }
      return { ok: false, reasons: [`Rules ${names} match and say different things.`] }
    case 'first':
      return { ok: true, rules: rules.slice(0, 1) }
    case 'priority':
      return { ok: true, rules: rules.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0)).slice(0, 1) }
    case 'collect':
    case 'rule-order':
      return { ok: true, rules }
    default:
      return assertNever(hitPolicy)
  }
}

/** What a rule would do, whatever it says about why. */
function meaningOf(rule: TableRule): string {
  return canonicalJson(rule.steps.map(stepMeaning))
}

function stepMeaning(step: StepTemplate) {
  const { id, action, args = {}, after = null, when = null, map, fallback = [] } = step
  const over = map ? { over: map.over, max: map.max ?? null, parallelism: map.parallelism ?? null } : null
  const instead = fallback.map((other) => ({ action: other.action, args: other.args ?? {} }))
  return { id, action, args, after, when, map: over, fallback: instead }
}

/**
 * The steps of all rules that hit. The same step from two rules is one step; two different ones under one id are a
 * conflict. In rule order, the steps of a rule come after those of the rule before it.
 */
function mergeSteps(hitPolicy: HitPolicy, rules: TableRule[]): TableChoice {
  const steps = new Map<string, StepTemplate>()
  let before: string[] = []
  for (const rule of rules) {
    const added: string[] = []
    for (const step of rule.steps) {
      const known = steps.get(step.id)
      if (known && canonicalJson(stepMeaning(known)) !== canonicalJson(stepMeaning(step)))
        return { ok: false, reasons: [`Rule “${rule.id}” gives the step “${step.id}” another meaning.`] }
      if (known) continue
      added.push(step.id)
      steps.set(step.id, step)
    }
    if (hitPolicy === 'rule-order') for (const id of added) chain(steps, id, before)
    before = added.length > 0 ? added : before
  }
  return {
    ok: true,
    steps: [...steps.values()],
    rules: rules.map((rule) => rule.id),
    rationale: rules.map((rule) => (rule.why ? `${rule.id}: ${rule.why}` : `${rule.id} matched.`)),
  }
}

function chain(steps: Map<string, StepTemplate>, id: string, before: string[]): void {
  const step = steps.get(id)
  if (step) steps.set(id, { ...step, after: [...(step.after ?? []), ...before] })
}
