import type { NodeOf } from '../../graph/nodes/node.ts'
import type { Fallback, StepTemplate } from '../../graph/nodes/planner.ts'
import { argsFaults } from '../argsFaults.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { findCycles } from '../findCycles.ts'
import { wireAction } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { waitsFor } from '../stepOrder.ts'
import { stepsMeaning } from '../stepsMeaning.ts'
import { type StepList, stepLists, strategiesOf } from '../strategies.ts'
import { repeated } from './structure.ts'

/** The steps that planners plan: their ids, order, actions and arguments. */
export function checkPlans(index: GraphIndex): Diagnostic[] {
  return index
    .nodesOf('planner')
    .flatMap((planner) => [
      ...stepLists(planner).flatMap((list) => checkList(index, planner, list)),
      ...checkOptions(planner),
      ...checkMembers(planner),
    ])
}

function checkList(index: GraphIndex, planner: NodeOf<'planner'>, list: StepList): Diagnostic[] {
  const { steps, field, type, together } = list
  if (steps.length === 0 && type === 'sequence')
    return [diagnose('no-steps', fieldOf(planner.id, field), 'The plan has no steps')]
  const known = new Set(together.map((step) => step.id))
  return [
    ...duplicates(planner, steps, field),
    ...checkOrder(planner, steps, field, known),
    ...steps.flatMap((step, place) => checkStep(index, planner, step, `${field}/${place}`)),
  ]
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

function checkStep(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  step: StepTemplate,
  field: string,
): Diagnostic[] {
  return [
    ...checkCall(index, planner, step, field),
    ...(step.fallback ?? []).flatMap((call, place) =>
      checkCall(index, planner, call, `${field}/fallback/${place}`),
    ),
  ]
}

/** The action of a step or of a fallback, and what it is given. */
function checkCall(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  call: Pick<Fallback, 'action' | 'args'>,
  field: string,
): Diagnostic[] {
  const unusable = checkAction(index, planner, call.action, `${field}/action`)
  const schema = index.nodeOf(call.action, 'action')?.args
  const misfits = schema ? argsFaults(schema, call.args ?? {}) : []
  return [
    ...unusable,
    ...misfits.map(({ pointer, message }) =>
      diagnose('args-invalid', fieldOf(planner.id, `${field}/args${pointer}`), message),
    ),
  ]
}

/** Whether a name is that of an action, and of one that the planner may use. */
export function checkAction(
  index: GraphIndex,
  planner: NodeOf<'planner'>,
  id: string,
  field: string,
): Diagnostic[] {
  const at = fieldOf(planner.id, field)
  const action = index.nodeOf(id, 'action')
  if (!action) {
    const kind = index.node(id)?.kind
    const message = kind ? `“${id}” is a ${kind}, not an action` : `There is no action “${id}”`
    return [diagnose('unknown-action', at, message)]
  }
  if (index.actionsOf(planner.id).includes(id)) return []
  const message = `“${planner.title}” is not wired to “${action.title}”`
  return [diagnose('action-not-wired', at, message, wireAction(planner.id, action.id))]
}

/** Members of a federation that always plan, and plan two things under one id. */
function checkMembers({ id: node, strategy }: NodeOf<'planner'>): Diagnostic[] {
  if (strategy.type !== 'federation' || strategy.combine !== 'merge') return []
  const known = new Map<string, { member: string; meaning: string }>()
  return strategy.members.flatMap(({ id: member, strategy: own }, place) => {
    if (own.type !== 'sequence') return []
    return own.steps.flatMap((step, which) => {
      const before = known.get(step.id)
      const meaning = stepsMeaning([{ ...step, after: [] }])
      known.set(step.id, before ?? { member, meaning })
      if (!before || before.member === member || before.meaning === meaning) return []
      const at = fieldOf(node, `/strategy/members/${place}/strategy/steps/${which}/id`)
      return [diagnose('members-conflict', at, `Member “${before.member}” has another step “${step.id}”`)]
    })
  })
}

/** A choice that can draw something. */
function checkOptions(planner: NodeOf<'planner'>): Diagnostic[] {
  return strategiesOf(planner).flatMap(({ strategy, field }) => {
    if (strategy.type !== 'choice' || strategy.options.some(({ weight }) => weight > 0)) return []
    return [diagnose('no-option', fieldOf(planner.id, `${field}/options`), 'No option has a weight above 0')]
  })
}
