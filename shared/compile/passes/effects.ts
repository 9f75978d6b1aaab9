import { evaluatePartly } from '../../expr/evaluate.ts'
import { referencesOf } from '../../expr/references.ts'
import type { NodeId } from '../../graph/ids.ts'
import type { ActionNode } from '../../graph/nodes/action.ts'
import type { JsonObject } from '../../json.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { expressionPlaces } from '../expressionPlaces.ts'
import { addField, setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { type ResultsRead, resultsRead } from '../resultsRead.ts'
import { sourcesOf, templateSources } from '../sourcesOf.ts'
import { stepsBefore } from '../stepOrder.ts'
import { type StepList, stepLists } from '../strategies.ts'

/** What is done is looked at, and what has to be undone can be. */
export function checkEffects(index: GraphIndex): Diagnostic[] {
  const places = expressionPlaces(index).filter(({ at }) => index.node(at.node ?? '')?.kind === 'verifier')
  const read = resultsRead(places.flatMap(sourcesOf))
  const lists = index.nodesOf('planner').flatMap(stepLists)
  return index
    .nodesOf('action')
    .flatMap((action) => [
      ...checkVerified(index, action, lists, read),
      ...checkUndoArgs(index, action, lists),
    ])
}

/** An effect that lasts, of which nothing is read but whether the call was answered. */
function checkVerified(
  index: GraphIndex,
  action: ActionNode,
  lists: readonly StepList[],
  read: ResultsRead,
): Diagnostic[] {
  const lasts = action.reversibility === 'compensable' || action.reversibility === 'irreversible'
  if (!lasts || action.call.uses !== 'http' || read.isAny || checksItself(action)) return []
  const used = lists.filter((list) => placesOf(list, action.id).length > 0)
  if (used.length === 0 || action.gives?.some((fact) => read.facts.has(fact))) return []
  const unread = used.some((list) => placesOf(list, action.id).some((id) => !isRead(index, list, id, read)))
  if (!unread) return []
  const message = `No check reads what “${action.title}” brought, or what a later step finds out about it`
  return [diagnose('unverified-action', { node: action.id }, message)]
}

/** The action says itself what its output has to be. */
function checksItself({ output, ensures }: ActionNode): boolean {
  const telling = Object.keys(output ?? {}).filter(
    (keyword) => !['type', 'title', 'description'].includes(keyword),
  )
  return ensures !== undefined || telling.length > 0
}

/** A check reads the output of the step, or of one after it that only looks. */
function isRead(index: GraphIndex, list: StepList, id: string, read: ResultsRead): boolean {
  if (read.steps.has(id)) return true
  const before = stepsBefore(list)
  return list.steps.some(
    (step) =>
      read.steps.has(step.id) &&
      index.nodeOf(step.action, 'action')?.reversibility === 'pure' &&
      before.get(step.id)?.has(id),
  )
}

/** The steps of a list that use the action, as themselves or as a fallback. */
function placesOf({ steps }: StepList, action: NodeId): string[] {
  return steps
    .filter((step) => step.action === action || step.fallback?.some((each) => each.action === action))
    .map(({ id }) => id)
}

function checkUndoArgs(index: GraphIndex, action: ActionNode, lists: readonly StepList[]): Diagnostic[] {
  if (!action.undoArgs || index.target(action.id, 'undo') === null) return []
  return [
    ...checkOutputGone(index, action, action.undoArgs),
    ...checkStepsGone(action, action.undoArgs, lists),
    ...checkFactsGone(index, action, action.undoArgs),
  ]
}

/** A step whose result is unknown has no output, and this is when its undo is needed most. */
function checkOutputGone(index: GraphIndex, action: ActionNode, args: JsonObject): Diagnostic[] {
  const isSaid = action.undoOn?.includes('uncertain') ?? false
  const isOrdinary =
    action.undoOn === undefined && action.idempotency === 'none' && action.probe === undefined
  if ((!isSaid && !isOrdinary) || !templateSources(args).some(failsWithoutOutput)) return []
  const rest = (action.undoOn ?? ['failed', 'uncertain']).filter((on) => on !== 'uncertain')
  const title = 'Leave what is uncertain to people'
  const fix =
    action.undoOn === undefined
      ? addField(index, action.id, '/undoOn', rest, title)
      : setField(index, action.id, '/undoOn', rest, title)
  const message = `The undo of “${action.title}” reads its output, which a step with an unknown result has not: it can’t be undone then`
  return [diagnose('undo-needs-destroyed', fieldOf(action.id, '/undoArgs'), message, fix)]
}

function failsWithoutOutput(source: string): boolean {
  const { roots } = referencesOf(source)
  if (!roots.has('output')) return false
  const others = new Set([...roots].filter((root) => root !== 'output'))
  return evaluatePartly(source, { output: null }, { roots: others, members: {} }).is === 'error'
}

/** `steps` are those of the last iteration, and one that comes later may be what failed. */
function checkStepsGone(action: ActionNode, args: JsonObject, lists: readonly StepList[]): Diagnostic[] {
  const { steps } = resultsRead(templateSources(args))
  const later = [...steps].find((id) =>
    lists.some((list) => {
      const before = stepsBefore(list)
      return placesOf(list, action.id).some((own) => own !== id && !before.get(own)?.has(id))
    }),
  )
  if (later === undefined) return []
  const message = `The undo of “${action.title}” reads the step “${later}”, which need not have come by then`
  return [diagnose('undo-needs-destroyed', fieldOf(action.id, '/undoArgs'), message)]
}

/** What is undone gives its facts no more, and what came last is undone first. */
function checkFactsGone(index: GraphIndex, action: ActionNode, args: JsonObject): Diagnostic[] {
  const { facts } = resultsRead(templateSources(args))
  for (const fact of facts) {
    const giver = index
      .nodesOf('action')
      .find(({ id, gives }) => gives?.includes(fact) && index.target(id, 'undo') !== null)
    if (!giver) continue
    const message = `The undo of “${action.title}” reads the fact “${fact}”, which is gone once “${giver.title}” is undone`
    return [diagnose('undo-needs-destroyed', fieldOf(action.id, '/undoArgs'), message)]
  }
  return []
}
