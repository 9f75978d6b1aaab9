import { describe, expect, it } from 'vitest'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { call, jsonOf } from './support/edge.ts'

type Parameter = { in: string; name: string; description?: string }
type Response = { description: string; headers?: Record<string, { description?: string }> }
type Operation = {
  operationId: string
  summary: string
  description: string
  parameters?: Parameter[]
  security?: unknown[]
  responses: Record<string, Response>
}
type Document = {
  tags: { name: string; description: string }[]
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

  it('says of every operation what it does, what a caller needs to know, and what it refuses with', async () => {
    const { paths } = (await jsonOf(await call('/openapi.json'))) as Document
    for (const { operationId, summary, description, responses } of Object.values(paths).flatMap(
      Object.values,
    )) {
      const [words = ''] = description.split('\n\n**Who may.**')
      expect({ operationId, summary, words }).toEqual({
        operationId,
        summary: expect.stringMatching(/.{5}/),
        words: expect.stringMatching(/.{20}/s),
      })
      const told = Object.entries(responses).filter(([status]) => /^[45]\d\d$/.test(status))
      expect({ operationId, told: told.length }).not.toMatchObject({ told: 0 })
    }
  })

  it('says what each parameter and each header is, and what each part is about', async () => {
    const { paths, tags } = (await jsonOf(await call('/openapi.json'))) as Document
    const silent = Object.values(paths)
      .flatMap(Object.values)
      .flatMap(({ operationId, parameters = [], responses }: Operation) => [
        ...parameters.map(({ name, description }) => [operationId, name, description]),
        ...Object.values(responses).flatMap(({ headers = {} }) =>
          Object.entries(headers).map(([name, { description }]) => [operationId, name, description]),
        ),
      ])
      .filter(([, , description = '']) => description === '')
    expect(silent).toEqual([])
    expect(tags.filter(({ description }) => description === '')).toEqual([])
  })

  it('says who may, by the right that is asked for', async () => {
    const { paths } = (await jsonOf(await call('/openapi.json'))) as Document
    expect(paths['/api/runs/{run}/reveal']?.post?.description).toContain(
      '**Who may.** Who has the right `reveal`: reviewer, admin.',
    )
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
