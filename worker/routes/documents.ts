import { Hono } from 'hono'
import { z } from 'zod'
import { Program } from '../../shared/compile/program.ts'
import { RunEvent } from '../../shared/engine/event.ts'
import { Graph } from '../../shared/graph/graph.ts'
import type { AppEnv } from '../env.ts'

const forAnHour = { 'cache-control': 'public, max-age=3600' }

/** A document's JSON Schema (2020-12), made from the one schema that everything here is checked by. */
function schemaOf(title: string, schema: z.ZodType): Response {
  const document = { title, ...z.toJSONSchema(schema, { io: 'input' }) }
  const headers = {
    ...forAnHour,
    'content-type': 'application/schema+json',
    'access-control-allow-origin': '*',
  }
  return new Response(JSON.stringify(document), { headers })
}

/** What anyone may read: the schemas, the API document, and whether the server answers. */
export const documents: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/schemas/graph.json', () => schemaOf('A graph of Pavane', Graph))
  .get('/schemas/program.json', () => schemaOf('A program of Pavane', Program))
  .get('/schemas/event.json', () => schemaOf('An event of a run of Pavane', RunEvent))
  .get('/openapi.json', async (c) => {
    // Loaded when it is asked for: the library is large and most isolates never need it.
    const { apiDocument } = await import('../openapi/apiDocument.ts')
    return c.json(apiDocument(c.env.PAVANE_ORIGIN || new URL(c.req.url).origin), 200, forAnHour)
  })
  .get('/healthz', (c) => c.json({ ok: true }))
