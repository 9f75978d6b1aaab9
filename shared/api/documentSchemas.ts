import { ActionRequest, ActionResponse, actionContract } from '../compat/actionContract.ts'
import { Program, programFormat } from '../compile/program.ts'
import { RunEvent } from '../engine/event.ts'
import { exportSchema } from '../graph/exportSchema.ts'
import { Graph, graphFormat } from '../graph/graph.ts'
import type { JsonObject } from '../json.ts'
import { PlannerRequest, PlannerResponse, plannerContract } from '../plan/contract.ts'
import { VerifierRequest, VerifierResponse, verifierContract } from '../verify/contract.ts'

/** The documents of Pavane whose JSON Schemas anyone may read. */
export type DocumentKind =
  | 'graph'
  | 'program'
  | 'event'
  | 'planner-request'
  | 'planner-response'
  | 'verifier-request'
  | 'verifier-response'
  | 'action-request'
  | 'action-response'

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
  'verifier-request': () =>
    exportSchema(
      {
        id: `urn:${verifierContract.replace('/', ':')}:request`,
        title: 'Pavane verifier request',
        description: 'What an external checker is asked, as the body of a POST.',
      },
      VerifierRequest,
    ),
  'verifier-response': () =>
    exportSchema(
      {
        id: `urn:${verifierContract.replace('/', ':')}:response`,
        title: 'Pavane verifier response',
        description: 'What an external checker answers: whether it holds, how bad it is, and why.',
      },
      VerifierResponse,
    ),
  'action-request': () =>
    exportSchema(
      {
        id: `urn:${actionContract.replace('/', ':')}:request`,
        title: 'Pavane action request',
        description: 'What the server of an action gets: an HTTP request, written as JSON.',
      },
      ActionRequest,
    ),
  'action-response': () =>
    exportSchema(
      {
        id: `urn:${actionContract.replace('/', ':')}:response`,
        title: 'Pavane action response',
        description: 'What the server of an action answers, written as JSON.',
      },
      ActionResponse,
    ),
} as const satisfies Record<DocumentKind, () => JsonObject>

/** The JSON Schema of a kind of document. */
export function documentSchema(kind: DocumentKind): JsonObject {
  return makers[kind]()
}
