import { describe, expect, it } from 'vitest'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { call, jsonOf } from './support/edge.ts'

type Operation = { operationId: string; security?: unknown[]; responses: Record<string, unknown> }
type Document = {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

describe('the API document', () => {
  it('describes every route of the table, with the right it asks for', async () => {
    const document = (await jsonOf(await call('/openapi.json'))) as Document
    expect(document.openapi).toBe('3.1.0')
    for (const [name, spec] of Object.entries(routes) as [RouteName, RouteSpec][]) {
      if (spec.method === 'ANY') continue
      const operation = document.paths[spec.path.replace(/:([a-z]+)/g, '{$1}')]?.[spec.method.toLowerCase()]
      expect(operation).toMatchObject({
        operationId: name,
        responses: { [spec.status]: expect.anything() },
      })
      expect(operation?.security?.length === 0).toBe(spec.right === 'public' || spec.right === 'hook')
    }
  })

  it('refers to nothing that it does not define', async () => {
    const text = await (await call('/openapi.json')).text()
    const document = JSON.parse(text) as Document
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(0)
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names))
  })
})

describe('the schemas', () => {
  it.for([
    'graph',
    'program',
    'event',
    'planner-request',
    'planner-response',
    'verifier-request',
    'verifier-response',
  ])('are there for anyone: %s', async (kind) => {
    const response = await call(`/schemas/${kind}.json`)
    expect(response.headers.get('content-type')).toBe('application/schema+json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
  })
})
