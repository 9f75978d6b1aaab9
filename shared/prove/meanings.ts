import type { Program } from '../compile/program.ts'
import type { ActionCall } from '../graph/nodes/action.ts'
import type { Strategy } from '../graph/nodes/planner.ts'
import type { Policy } from '../graph/policy.ts'
import { stepTemplatesOf } from './clamp.ts'

/** What the value of an expression is used for, where it is not a condition. */
export type Meaning =
  /** Both of its results are looked at. */
  | { as: 'condition' }
  /** Nothing else is looked at: an input that is refused is no run. */
  | { as: 'true' }
  /** Its results lead to the same. */
  | { as: 'false' }
  | { as: 'list'; most: number }
  | { as: 'column' }
  | { as: 'seconds' }

/** What the expressions of a program mean, by their sources. What is not listed is a condition. */
export type Meanings = {
  of: ReadonlyMap<string, Meaning>
  /** Templates that give a time. */
  times: ReadonlySet<string>
  /** Every condition, and every column with its cells: what decides. */
  conditions: readonly string[]
  columns: readonly { source: string; cells: readonly string[] }[]
}

/** Reads what the expressions of a program are for. */
export function meaningsOf(program: Program): Meanings {
  const of = new Map<string, Meaning>()
  const times = new Set<string>()
  const conditions: string[] = []
  const columns: { source: string; cells: readonly string[] }[] = []
  const actions = Object.values(program.actions)
  const planners = Object.values(program.planners)
  for (const { call } of actions) readCall(call, of, times)
  for (const { strategy, rails } of planners) {
    for (const { map } of stepTemplatesOf(strategy))
      if (map) of.set(map.over, { as: 'list', most: map.max ?? 100 })
    for (const table of [...tablesOf(strategy), ...(rails ? [rails] : [])])
      for (const [place, { expr }] of table.inputs.entries()) {
        columns.push({ source: expr, cells: table.rules.map(({ cells }) => cells[place] ?? '') })
        of.set(expr, { as: 'column' })
      }
  }
  for (const policy of program.policies) if (!decides(policy)) of.set(policy.when, { as: 'false' })
  conditions.push(
    ...planners.flatMap(({ strategy, assumes }) => [
      ...stepTemplatesOf(strategy).flatMap(({ when }) => when ?? []),
      ...drawnConditions(strategy),
      ...assumes.flatMap((each) => (each.type === 'holds' ? [each.expr] : [])),
    ]),
    ...actions.flatMap(({ needs, ensures, probe, assumes }) => [
      ...[needs, ensures, probe?.happened].flatMap((source) => source ?? []),
      ...assumes.flatMap((each) => (each.type === 'holds' ? [each.expr] : [])),
    ]),
    ...program.policies.flatMap((policy) => (decides(policy) ? [policy.when] : [])),
    ...Object.values(program.verifiers).flatMap(({ checks, gate }) => [
      ...checks.flatMap((check) => (check.type === 'rule' ? [check.expr] : [])),
      ...(gate ? [gate.expr] : []),
    ]),
  )
  for (const source of conditions)
    of.set(source, of.get(source)?.as === 'column' ? { as: 'column' } : { as: 'condition' })
  for (const { when } of program.trigger.quality) of.set(when, { as: 'true' })
  return { of, times, conditions, columns }
}

/** Whether it can stop anything or ask anyone. */
export function decides(policy: Policy): boolean {
  return policy.mode !== 'dry-run' && (policy.effect === 'deny' || policy.effect === 'require-approval')
}

function readCall(call: ActionCall, of: Map<string, Meaning>, times: Set<string>): void {
  if (call.uses !== 'wait') return
  switch (call.for.type) {
    case 'duration':
      if (typeof call.for.seconds === 'string') of.set(call.for.seconds, { as: 'seconds' })
      return
    case 'until':
      times.add(call.for.time)
      return
    case 'event':
      // An event that is not meant changes nothing.
      if (call.for.match !== undefined) of.set(call.for.match, { as: 'true' })
      return
  }
}

function tablesOf(strategy: Strategy) {
  if (strategy.type === 'table') return [strategy]
  if (strategy.type !== 'federation') return []
  return strategy.members.flatMap((member) => (member.strategy.type === 'table' ? [member.strategy] : []))
}

function drawnConditions(strategy: Strategy): string[] {
  if (strategy.type === 'choice') return strategy.options.flatMap(({ when }) => when ?? [])
  if (strategy.type !== 'federation') return []
  return strategy.members.flatMap((member) => drawnConditions(member.strategy))
}
