import { z } from 'zod'
import type { documentsRoutes } from '../../../shared/api/routes/documents.ts'
import type { Details } from './operationDetails.ts'

const schema = (says: string): Details => ({
  description: `${says} JSON Schema 2020-12, readable from pages anywhere; may be kept for an hour.`,
})

export const documentsDetails = {
  graphSchema: schema('What the editor edits and saves.'),
  programSchema: schema('What a graph compiles to, and versions are.'),
  eventSchema: schema('One entry of a log.'),
  plannerRequestSchema: schema('Sent to planners whose strategy is `http`.'),
  plannerResponseSchema: schema('What such a planner has to answer.'),
  verifierRequestSchema: schema('Sent to checks that another server makes.'),
  verifierResponseSchema: schema('What such a server has to answer.'),
  actionRequestSchema: schema('Sent to servers of actions that keep to the contract.'),
  actionResponseSchema: schema('What such a server has to answer.'),
  openApi: { description: 'Made from the table that the server itself reads. May be kept for an hour.' },
  listProblems: {
    description: 'For people, too: a page of HTML where `Accept` prefers that.',
    content: { 'text/html': { schema: z.string() } },
  },
  getProblem: {
    description: 'What the `type` of a problem leads to; a page of HTML where `Accept` prefers that.',
    refuses: ['not-found'],
    content: { 'text/html': { schema: z.string() } },
  },
  metrics: {
    description:
      'Of the workspace of whoever asks, with a label `loop` on every series. Counters are kept over restarts; what a shard counted in the five seconds before it broke is lost. Gauges are as of now. Give a scraper a token of its own with the role `viewer`; one that is narrowed to loops can’t read it.',
    content: {
      'text/plain': { schema: z.string().meta({ description: 'Text format 0.0.4 of Prometheus' }) },
    },
  },
  health: {
    description:
      'Asks nothing of any object: it says that requests are answered, not that every part is well. For how much is under way read `/metrics`.',
  },
} satisfies Record<keyof typeof documentsRoutes, Details>
