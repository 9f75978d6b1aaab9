import type { NodeId } from '../../graph/ids.ts'
import { mapOwnSteps, mapStrategies } from '../../graph/mapSteps.ts'
import type { GoalConstraint, PlannerNode, Rails, StepTemplate } from '../../graph/nodes/planner.ts'
import { stepLists, strategiesOf } from '../strategies.ts'
import type { Kept } from './Kept.ts'
import { withoutSteps } from './withoutSteps.ts'

/** A planner as if there were none of these actions: no step, fallback, candidate or rail names one. */
export function withoutActions(planner: PlannerNode, gone: ReadonlySet<NodeId>, kept: Kept): PlannerNode {
  const stays = ({ action }: { action: NodeId }) => !gone.has(action)
  const changed = new Map<readonly StepTemplate[], StepTemplate[]>()
  for (const list of stepLists(planner)) {
    kept.listOf(planner.id, list.field, list.steps, stays)
    const steps = withoutSteps(list, stays).map((step) => {
      if (!step.fallback) return step
      const place = list.steps.findIndex(({ id }) => id === step.id)
      const fallback = kept.listOf(planner.id, `${list.field}/${place}/fallback`, step.fallback, stays)
      return { ...step, fallback }
    })
    changed.set(list.steps, steps)
  }
  const left = goneSteps(planner, stays)
  const fields = new Map(strategiesOf(planner).map(({ strategy, field }) => [strategy, field]))
  const strategy = mapStrategies(planner.strategy, (single) => {
    const mapped = mapOwnSteps(single, (list) => changed.get(list) ?? list)
    if (mapped.type !== 'goal' || !mapped.constraints) return mapped
    const pointer = `${fields.get(single) ?? ''}/constraints`
    const constraints = kept.listOf(planner.id, pointer, mapped.constraints, (each) => binds(each, left))
    return { ...mapped, constraints: constraints.map((each) => withoutCandidates(each, left)) }
  })
  const rails = planner.rails && { rails: railed(planner.id, planner.rails, gone, kept) }
  return { ...planner, strategy, ...rails }
}

function goneSteps(planner: PlannerNode, stays: (step: StepTemplate) => boolean): Set<string> {
  return new Set(
    stepLists(planner).flatMap(({ steps }) => steps.filter((step) => !stays(step)).map(({ id }) => id)),
  )
}

/** Whether a constraint still says something. */
function binds(constraint: GoalConstraint, left: ReadonlySet<string>): boolean {
  switch (constraint.type) {
    case 'before':
      return !left.has(constraint.first) && !left.has(constraint.then)
    case 'at-most':
    case 'exclusive':
      return constraint.steps.some((id) => !left.has(id))
    case 'budget':
      return true
  }
}

function withoutCandidates(constraint: GoalConstraint, left: ReadonlySet<string>): GoalConstraint {
  return constraint.type === 'at-most' || constraint.type === 'exclusive'
    ? { ...constraint, steps: constraint.steps.filter((id) => !left.has(id)) }
    : constraint
}

function railed(planner: NodeId, rails: Rails, gone: ReadonlySet<NodeId>, kept: Kept): Rails {
  const filtered = (place: number, name: 'only' | 'never' | 'must', list: NodeId[] | undefined) =>
    list && { [name]: kept.listOf(planner, `/rails/rules/${place}/${name}`, list, (id) => !gone.has(id)) }
  const rules = rails.rules.map((rule, place) => ({
    ...rule,
    ...filtered(place, 'only', rule.only),
    ...filtered(place, 'never', rule.never),
    ...filtered(place, 'must', rule.must),
  }))
  return { ...rails, rules }
}
