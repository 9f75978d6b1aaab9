import type { Program } from '../compile/program.ts'
import { referencesOf } from '../expr/references.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Policy, PolicyPoint } from '../graph/policy.ts'
import type { JsonSchema } from '../graph/text.ts'
import type { JsonObject } from '../json.ts'
import { dataClassesOf } from '../policy/dataClasses.ts'
import type { Scope } from './effect.ts'
import { withRoots } from './scope.ts'
import type { ActiveRun } from './state.ts'
import { asTimeText } from './time.ts'

const besides = ['now', 'recent', 'classes']

/** Whether one of some policies reads anything that only `policyScope` brings. */
export function readsMore(policies: readonly Policy[]): boolean {
  return policies.some(({ when }) => besides.some((root) => referencesOf(when).roots.has(root)))
}

/** What policies read besides what is in scope: `now`, `recent` and `classes`. */
export function policyScope(
  program: Program,
  state: ActiveRun,
  at: number,
  { point, about, scope }: { point: PolicyPoint; about: NodeId; scope: Scope },
): Scope {
  const roots: JsonObject = {
    now: asTimeText(at),
    recent: state.recent,
    classes: [...new Set(schemasAt(program, state, point, about).flatMap(dataClassesOf))],
  }
  return withRoots(scope, roots)
}

/** The schemas of what is at hand: at a plan the arguments of its actions, at a verdict their outputs, too. */
function schemasAt(
  program: Program,
  { iteration }: ActiveRun,
  point: PolicyPoint,
  about: NodeId,
): (JsonSchema | null)[] {
  const planned = () =>
    [...new Set(iteration?.plan?.steps.map(({ action }) => action))].flatMap(
      (action) => program.actions[action] ?? [],
    )
  switch (point) {
    case 'input':
      return [program.trigger.input]
    case 'plan':
      return planned().map(({ args }) => args)
    case 'step':
      return [program.actions[about]?.args ?? null]
    case 'output':
      return [program.actions[about]?.output ?? null]
    case 'verdict':
      return planned().flatMap(({ args, output }) => [args, output])
  }
}
