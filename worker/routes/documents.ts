import { Hono } from 'hono'
import { exportSchema } from '../../shared/graph/exportSchema.ts'
import type { AppEnv } from '../env.ts'

const forAnHour = { 'cache-control': 'public, max-age=3600' }
const schemaHeaders = { ...forAnHour, 'content-type': 'application/schema+json' }

/** What anyone may read: the schemas, the API document, and whether the server answers. */
export const documents: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/schemas/graph.json', (c) => c.body(JSON.stringify(exportSchema('graph')), 200, schemaHeaders))
  .get('/schemas/program.json', (c) => c.body(JSON.stringify(exportSchema('program')), 200, schemaHeaders))
  .get('/schemas/event.json', (c) => c.body(JSON.stringify(exportSchema('event')), 200, schemaHeaders))
  .get('/openapi.json', async (c) => {
    // Loaded when it is asked for: the library is large and most isolates never need it.
    const { apiDocument } = await import('../openapi/apiDocument.ts')
    return c.json(apiDocument(c.env.PAVANE_ORIGIN || new URL(c.req.url).origin), 200, forAnHour)
  })
  .get('/healthz', (c) => c.json({ ok: true }))
