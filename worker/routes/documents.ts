import { Hono } from 'hono'
import { type DocumentKind, documentSchema } from '../../shared/api/documentSchemas.ts'
import type { AppEnv } from '../env.ts'

const forAnHour = { 'cache-control': 'public, max-age=3600' }

/** A document's schema, for editors anywhere to read. */
function schemaOf(kind: DocumentKind): Response {
  const readable = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
  const headers = { ...forAnHour, ...readable, 'content-type': 'application/schema+json' }
  return new Response(JSON.stringify(documentSchema(kind)), { headers })
}

/** What anyone may read: the schemas, the API document, and whether the server answers. */
export const documents: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/schemas/graph.json', () => schemaOf('graph'))
  .get('/schemas/program.json', () => schemaOf('program'))
  .get('/schemas/event.json', () => schemaOf('event'))
  .get('/schemas/planner-request.json', () => schemaOf('planner-request'))
  .get('/schemas/planner-response.json', () => schemaOf('planner-response'))
  .get('/schemas/verifier-request.json', () => schemaOf('verifier-request'))
  .get('/schemas/verifier-response.json', () => schemaOf('verifier-response'))
  .get('/schemas/action-request.json', () => schemaOf('action-request'))
  .get('/schemas/action-response.json', () => schemaOf('action-response'))
  .get('/openapi.json', async (c) => {
    // Loaded when it is asked for: the library is large and most isolates never need it.
    const { apiDocument } = await import('../openapi/apiDocument.ts')
    return c.json(apiDocument(c.env.PAVANE_ORIGIN || new URL(c.req.url).origin), 200, forAnHour)
  })
  .get('/healthz', (c) => c.json({ ok: true }))
