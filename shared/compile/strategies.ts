import type { PlannerNode, SingleStrategy, StepTemplate } from '../graph/nodes/planner.ts'

/** A strategy that plans by itself: a planner's own, or that of a federation's member. */
export type PlacedStrategy = {
  strategy: SingleStrategy
  /** Its JSON Pointer in the planner. */
  field: string
}

/** The strategies of a planner that plan by themselves. */
export function strategiesOf({ strategy }: PlannerNode): PlacedStrategy[] {
  if (strategy.type !== 'federation') return [{ strategy, field: '/strategy' }]
  return strategy.members.map((member, place) => ({
    strategy: member.strategy,
    field: `/strategy/members/${place}/strategy`,
  }))
}

/** Steps that are written as one list. */
export type StepList = {
  steps: readonly StepTemplate[]
  /** Its JSON Pointer in the planner. */
  field: string
  type: SingleStrategy['type']
  /** All the steps that can be in one plan with them. */
  together: readonly StepTemplate[]
}

/** The lists of steps of a planner. */
export function stepLists(planner: PlannerNode): StepList[] {
  return strategiesOf(planner).flatMap(listsOf)
}

function listsOf({ strategy, field }: PlacedStrategy): StepList[] {
  const list = (steps: readonly StepTemplate[], at: string, together = steps): StepList => ({
    steps,
    field: `${field}${at}`,
    type: strategy.type,
    together,
  })
  switch (strategy.type) {
    case 'sequence':
      return [list(strategy.steps, '/steps')]
    case 'table': {
      const merges = strategy.hitPolicy === 'collect' || strategy.hitPolicy === 'rule-order'
      const all = strategy.rules.flatMap(({ steps }) => steps)
      const rules = strategy.rules.map(({ steps }, place) =>
        list(steps, `/rules/${place}/steps`, merges ? all : steps),
      )
      return strategy.otherwise ? [...rules, list(strategy.otherwise, '/otherwise')] : rules
    }
    case 'goal':
      return [list(strategy.candidates, '/candidates')]
    case 'choice':
      return strategy.options.map(({ steps }, place) => list(steps, `/options/${place}/steps`))
    case 'http':
      return []
  }
}

/** Every step that a planner can plan, with repetitions. */
export function stepsOf(planner: PlannerNode): StepTemplate[] {
  return stepLists(planner).flatMap(({ steps }) => steps)
}
