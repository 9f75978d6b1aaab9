import { referencesOf } from '../../expr/references.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { GoalConstraint, GoalStrategy } from '../../graph/nodes/planner.ts'
import { whyImpossible } from '../../plan/goal.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { actionDefaults } from '../emit.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { strategiesOf } from '../strategies.ts'

/** Goals that can be reached, and constraints on steps that there are. */
export function checkGoals(index: GraphIndex): Diagnostic[] {
  return index
    .nodesOf('planner')
    .flatMap((planner) =>
      strategiesOf(planner).flatMap(({ strategy, field }) =>
        strategy.type === 'goal'
          ? [
              ...checkWanted(index, planner, strategy, field),
              ...checkConstraints(planner, strategy, field),
              ...checkPossible(index, planner, strategy, field),
            ]
          : [],
      ),
    )
}

function checkWanted(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  strategy: GoalStrategy,
  field: string,
): Diagnostic[] {
  const given = factsOf(index, new Set(strategy.candidates.map(({ action }) => action)))
  const all = factsOf(index)
  return strategy.want.flatMap((fact, place) => {
    if (given.has(fact)) return []
    const at = fieldOf(planner.id, `${field}/want/${place}`)
    return all.has(fact)
      ? [diagnose('want-not-given', at, `No candidate gives “${fact}”`)]
      : [diagnose('unknown-fact', at, `No action gives “${fact}”`)]
  })
}

/** What actions say that they give: all of them, or these. */
export function factsOf(index: GraphIndex, only?: ReadonlySet<string>): Set<string> {
  const actions = index.nodesOf('action').filter(({ id }) => only?.has(id) ?? true)
  return new Set(actions.flatMap(({ gives }) => gives ?? []))
}

function checkConstraints(planner: NodeOf<'planner'>, strategy: GoalStrategy, field: string): Diagnostic[] {
  const known = new Set(strategy.candidates.map(({ id }) => id))
  return (strategy.constraints ?? []).flatMap((constraint, place) =>
    namesIn(constraint)
      .filter(({ id }) => !known.has(id))
      .map(({ id, at }) =>
        diagnose(
          'unknown-candidate',
          fieldOf(planner.id, `${field}/constraints/${place}${at}`),
          `There is no candidate “${id}”`,
        ),
      ),
  )
}

function namesIn(constraint: GoalConstraint): { id: string; at: string }[] {
  switch (constraint.type) {
    case 'at-most':
    case 'exclusive':
      return constraint.steps.map((id, place) => ({ id, at: `/steps/${place}` }))
    case 'before':
      return [
        { id: constraint.first, at: '/first' },
        { id: constraint.then, at: '/then' },
      ]
    case 'budget':
      return []
  }
}

/** Whether a plan can be, for some input, when no fact is there yet. */
function checkPossible(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  strategy: GoalStrategy,
  field: string,
): Diagnostic[] {
  const actions = index.nodesOf('action')
  const used = new Set(strategy.candidates.map(({ action }) => action))
  const isReady = [...used].every((id) => index.nodeOf(id, 'action'))
  const outside = factsOf(index, new Set(actions.map(({ id }) => id).filter((id) => !used.has(id))))
  const needs = actions.filter(({ id }) => used.has(id)).map((action) => action.needs ?? '')
  const reads = needs.map((source) => referencesOf(source))
  const relevant = [...strategy.want, ...reads.flatMap(({ facts }) => [...facts])]
  // Another stage may have given these before.
  const isUncertain =
    relevant.some((fact) => outside.has(fact)) || reads.some(({ open }) => open.has('facts'))
  if (!isReady || isUncertain) return []
  const known = actions.map(({ id, needs: condition, gives, costUsd, risk }) => [
    id,
    {
      needs: condition ?? null,
      gives: gives ?? [],
      costUsd: costUsd ?? actionDefaults.costUsd,
      risk: risk ?? actionDefaults.risk,
    },
  ])
  const reasons = whyImpossible(strategy, Object.fromEntries(known))
  return reasons === null
    ? []
    : [diagnose('goal-impossible', fieldOf(planner.id, `${field}/want`), reasons.join(' '))]
}
