import { referencesOf, templateReferences } from '../../expr/references.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { StepTemplate } from '../../graph/nodes/planner.ts'
import { argsFaults } from '../argsFaults.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { findCycles } from '../findCycles.ts'
import { wireAction } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { mergesRules, stepLists, stepsOf } from '../scopes.ts'
import { repeated } from './structure.ts'

/** The steps that planners plan: their ids, order, actions and arguments. */
export function checkPlans(index: GraphIndex): Diagnostic[] {
  return index.nodesOf('planner').flatMap((planner) => checkPlanner(index, planner))
}

function checkPlanner(index: GraphIndex, planner: NodeOf<'planner'>): Diagnostic[] {
  const all = mergesRules(planner) ? stepsOf(planner) : undefined
  const actions = new Set(index.actionsOf(planner.id))
  return stepLists(planner).flatMap(({ steps, field }) => {
    const isEmptySequence = steps.length === 0 && planner.strategy.type === 'sequence'
    if (isEmptySequence) return [diagnose('no-steps', fieldOf(planner.id, field), 'The plan has no steps')]
    const known = new Set((all ?? steps).map((step) => step.id))
    return [
      ...duplicates(planner, steps, field),
      ...checkOrder(planner, steps, field, known),
      ...steps.flatMap((step, place) => checkStep(index, planner, actions, step, `${field}/${place}`)),
    ]
  })
}

function duplicates(planner: NodeOf<'planner'>, steps: readonly StepTemplate[], field: string): Diagnostic[] {
  return repeated(steps.map((step) => step.id)).map(({ id, place }) =>
    diagnose(
      'duplicate-item',
      fieldOf(planner.id, `${field}/${place}/id`),
      `Another step has the id “${id}”`,
    ),
  )
}

function checkOrder(
  planner: NodeOf<'planner'>,
  steps: readonly StepTemplate[],
  field: string,
  known: ReadonlySet<string>,
): Diagnostic[] {
  const unknown = steps.flatMap((step, place) =>
    (step.after ?? []).flatMap((id, which) => {
      if (known.has(id)) return []
      const at = fieldOf(planner.id, `${field}/${place}/after/${which}`)
      return [diagnose('unknown-after', at, `The plan has no step “${id}”`)]
    }),
  )
  const waits = new Map(steps.map((step) => [step.id, waitsFor(step)]))
  const cycles = findCycles([...waits.keys()], (id) => waits.get(id) ?? []).map((cycle) => {
    const place = steps.findIndex((step) => step.id === cycle[0])
    const names = cycle.map((id) => `“${id}”`).join(', ')
    const message = cycle.length === 1 ? `The step ${names} waits for itself` : `${names} wait for each other`
    return diagnose('step-cycle', fieldOf(planner.id, `${field}/${place}`), message)
  })
  return [...unknown, ...cycles]
}

/** The steps that must be over first: those that are named, and those that are read. */
function waitsFor(step: StepTemplate): string[] {
  const read = templateReferences(step.args ?? {}).steps
  const asked = step.when === undefined ? [] : referencesOf(step.when).steps
  return [...(step.after ?? []), ...read, ...asked]
}

function checkStep(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  actions: ReadonlySet<string>,
  step: StepTemplate,
  field: string,
): Diagnostic[] {
  const at = fieldOf(planner.id, `${field}/action`)
  const action = index.nodeOf(step.action, 'action')
  if (!action) {
    const kind = index.node(step.action)?.kind
    const message = kind
      ? `“${step.action}” is a ${kind}, not an action`
      : `There is no action “${step.action}”`
    return [diagnose('unknown-action', at, message)]
  }
  const unwired = actions.has(step.action)
    ? []
    : [
        diagnose(
          'action-not-wired',
          at,
          `“${planner.title}” is not wired to “${action.title}”`,
          wireAction(planner.id, action.id),
        ),
      ]
  const args = action.args ? argsFaults(action.args, step.args ?? {}) : []
  const misfits = args.map(({ pointer, message }) =>
    diagnose('args-invalid', fieldOf(planner.id, `${field}/args${pointer}`), message),
  )
  return [...unwired, ...misfits]
}
