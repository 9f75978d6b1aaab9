import type { ActionCall, ActionNode } from '../graph/nodes/action.ts'
import type { Node } from '../graph/nodes/node.ts'
import type { Json } from '../json.ts'
import type { GraphIndex } from './graphIndex.ts'
import { assumptionPlaces, type ExpressionPlace, placesIn } from './placesIn.ts'
import { plannerPlaces } from './plannerPlaces.ts'
import { Scopes } from './scopes.ts'
import { verifierPlaces } from './verifierPlaces.ts'

/** Every place of a graph that holds an expression. */
export function expressionPlaces(index: GraphIndex): ExpressionPlace[] {
  const scopes = new Scopes(index)
  const policies = index.graph.policies.map(
    (policy, place): ExpressionPlace => ({
      type: 'cel',
      source: policy.when,
      expects: 'boolean',
      at: { field: `/policies/${place}/when` },
      shape: scopes.policy(policy.at, policy.on),
    }),
  )
  const properties = (index.graph.properties ?? []).map(
    ({ holds }, place): ExpressionPlace => ({
      type: 'cel',
      source: holds,
      expects: 'boolean',
      at: { field: `/properties/${place}/holds` },
      shape: scopes.property(),
    }),
  )
  return [...index.nodes().flatMap((node) => placesOf(node, scopes)), ...policies, ...properties]
}

function placesOf(node: Node, scopes: Scopes): ExpressionPlace[] {
  const { cel, template } = placesIn(node.id)
  switch (node.kind) {
    case 'trigger':
      return [
        ...cel('/dedupe', node.dedupe, scopes.trigger(), 'anything'),
        ...(node.quality ?? []).flatMap((check, place) =>
          cel(`/quality/${place}/when`, check.when, scopes.trigger()),
        ),
        ...cel('/admission/key', node.admission?.key, scopes.trigger(), 'anything'),
        ...(node.on ?? []).flatMap(({ input }, place) =>
          template(`/on/${place}/input`, input, scopes.loopEvent()),
        ),
        ...cel('/observedAt', node.observedAt, scopes.trigger(), 'anything'),
      ]
    case 'planner':
      return plannerPlaces(node, scopes)
    case 'action':
      return actionPlaces(node, scopes)
    case 'verifier':
      return verifierPlaces(node, scopes)
    case 'approval':
      return template('/show', node.show, scopes.approval(node))
    case 'outcome':
      return template('/body', node.body, scopes.afterwards())
  }
}

function actionPlaces(node: ActionNode, scopes: Scopes): ExpressionPlace[] {
  const { cel, template } = placesIn(node.id)
  return [
    ...callPlaces(node, scopes),
    ...cel('/needs', node.needs, scopes.action(node)),
    ...cel('/ensures', node.ensures, scopes.output(node)),
    ...assumptionPlaces(node.id, node.assumes, scopes.action(node)),
    ...template('/probe/call', node.probe && callTemplate(node.probe.call), scopes.call(node)),
    ...cel('/probe/happened', node.probe?.happened, scopes.probed(node)),
    ...template('/probe/gives', node.probe?.gives, scopes.probed(node)),
    ...(node.leases ?? []).flatMap((lease, place) =>
      template(`/leases/${place}`, lease, scopes.action(node)),
    ),
    ...template('/undoArgs', node.undoArgs, scopes.output(node)),
  ]
}

/** Only what goes to a host reads secrets: anything else is kept in the log. */
function callPlaces(node: ActionNode, scopes: Scopes): ExpressionPlace[] {
  const { call } = node
  const { cel, template } = placesIn(node.id)
  switch (call.uses) {
    case 'http':
    case 'transform':
      return template('/call', callTemplate(call), scopes.call(node))
    case 'loop':
      return template('/call/input', call.input, scopes.action(node))
    case 'emit':
      return [
        ...template('/call/path', call.path, scopes.call(node)),
        ...template('/call/data', call.data, scopes.call(node)),
        ...template('/call/type', call.type, scopes.action(node)),
        ...template('/call/source', call.source, scopes.action(node)),
        ...template('/call/subject', call.subject, scopes.action(node)),
      ]
    case 'wait':
      switch (call.for.type) {
        case 'duration':
          return typeof call.for.seconds === 'string'
            ? cel('/call/for/seconds', call.for.seconds, scopes.action(node), 'seconds')
            : []
        case 'until':
          return template('/call/for/time', call.for.time, scopes.action(node))
        case 'event':
          return cel('/call/for/match', call.for.match, scopes.event(node))
      }
  }
}

/** The call as the template that it is: all of it is JSON, whatever its kind. */
export function callTemplate(call: ActionCall): Json {
  return call as Json
}
