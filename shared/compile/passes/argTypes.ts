import type { ActionNode } from '../../graph/nodes/action.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { StepTemplate } from '../../graph/nodes/planner.ts'
import type { Json } from '../../json.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { Scopes } from '../scopes.ts'
import { stepLists } from '../strategies.ts'
import { type TemplateMisfit, templateMisfits } from '../templateMisfits.ts'

/** What expressions give, against the schemas of those who get it. */
export function checkArgTypes(index: GraphIndex): Diagnostic[] {
  const scopes = new Scopes(index)
  return [
    ...index.nodesOf('planner').flatMap((planner) => checkSteps(index, scopes, planner)),
    ...index
      .nodesOf('action')
      .flatMap((action) => [...checkUndoArgs(index, scopes, action), ...checkValue(scopes, action)]),
  ]
}

function checkSteps(index: GraphIndex, scopes: Scopes, planner: NodeOf<'planner'>): Diagnostic[] {
  return stepLists(planner).flatMap(({ steps, field, together }) =>
    steps.flatMap((step, place) => {
      const shape = step.map ? scopes.item(together) : scopes.step(together)
      return callsOf(step).flatMap(({ action, args, at }) => {
        const schema = index.nodeOf(action, 'action')?.args
        const misfits = schema ? templateMisfits(args, schema, shape) : []
        return misfits.map((misfit) => invalid(planner.id, `${field}/${place}${at}`, misfit))
      })
    }),
  )
}

function callsOf(step: StepTemplate): { action: string; args: Json; at: string }[] {
  const fallbacks = (step.fallback ?? []).map(({ action, args = {} }, place) => ({
    action,
    args,
    at: `/fallback/${place}/args`,
  }))
  return [{ action: step.action, args: step.args ?? {}, at: '/args' }, ...fallbacks]
}

function checkUndoArgs(index: GraphIndex, scopes: Scopes, action: ActionNode): Diagnostic[] {
  const undo = index.target(action.id, 'undo')
  const schema = undo === null ? undefined : index.nodeOf(undo, 'action')?.args
  if (!schema || !action.undoArgs) return []
  return templateMisfits(action.undoArgs, schema, scopes.output(action)).map((misfit) =>
    invalid(action.id, '/undoArgs', misfit),
  )
}

function invalid(node: string, field: string, { pointer, message }: TemplateMisfit): Diagnostic {
  return diagnose('args-invalid', fieldOf(node, `${field}${pointer}`), message)
}

/** A transform brings what its value comes to, and nothing else. */
function checkValue(scopes: Scopes, action: ActionNode): Diagnostic[] {
  const { call, output } = action
  if (call.uses !== 'transform' || !output) return []
  return templateMisfits(call.value, output, scopes.call(action)).map(({ pointer, message }) =>
    diagnose('output-invalid', fieldOf(action.id, `/call/value${pointer}`), message),
  )
}
