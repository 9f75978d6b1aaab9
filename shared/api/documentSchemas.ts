import { Program, programFormat } from '../compile/program.ts'
import { RunEvent } from '../engine/event.ts'
import { exportSchema } from '../graph/exportSchema.ts'
import { Graph, graphFormat } from '../graph/graph.ts'
import type { JsonObject } from '../json.ts'
import { PlannerRequest, PlannerResponse, plannerContract } from '../plan/contract.ts'

/** The documents of Pavane whose JSON Schemas anyone may read. */
export type DocumentKind = 'graph' | 'program' | 'event' | 'planner-request' | 'planner-response'

const makers = {
  graph: () =>
    exportSchema(
      {
        id: `urn:${graphFormat.replace('/', ':')}`,
        title: 'Pavane graph',
        description:
          'The source of a loop: nodes, wires, policies, limits and layout, as the editor saves them.',
      },
      Graph,
    ),
  program: () =>
    exportSchema(
      {
        id: `urn:${programFormat.replace('/', ':')}`,
        title: 'Pavane program',
        description: 'The compiled, immutable form of a graph. Its version is the digest of the rest of it.',
      },
      Program,
    ),
  event: () =>
    exportSchema(
      {
        id: 'urn:pavane.event:1',
        title: 'Pavane run event',
        description: 'One entry of a run’s log: what happened, when, chained by hash to the entry before.',
      },
      RunEvent,
    ),
  'planner-request': () =>
    exportSchema(
      {
        id: `urn:${plannerContract.replace('/', ':')}:request`,
        title: 'Pavane planner request',
        description: 'What an external planner is asked, as the body of a POST.',
      },
      PlannerRequest,
    ),
  'planner-response': () =>
    exportSchema(
      {
        id: `urn:${plannerContract.replace('/', ':')}:response`,
        title: 'Pavane planner response',
        description: 'What an external planner answers: a plan, or why there is none.',
      },
      PlannerResponse,
    ),
} as const satisfies Record<DocumentKind, () => JsonObject>

/** The JSON Schema of a kind of document. */
export function documentSchema(kind: DocumentKind): JsonObject {
  return makers[kind]()
}
