import { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { apiLimits } from '../../shared/api/limits.ts'
import { LoopDetail, LoopSummary, VersionSummary } from '../../shared/api/loops.ts'
import { Problem, problems } from '../../shared/api/problem.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import { RunDetail, RunSummary } from '../../shared/api/runs.ts'
import { Program } from '../../shared/compile/program.ts'
import { RunEvent } from '../../shared/engine/event.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { Policy } from '../../shared/graph/policy.ts'
import { details } from './details.ts'
import type { Details } from './operationDetails.ts'
import { tidyDocument } from './tidyDocument.ts'

const description = `Pavane runs loops: plan, act, verify. A hook invokes a loop; the run that it starts can be followed, steered and audited.

Every error is a problem document (RFC 9457) of type \`/problems/<code>\`; \`errors[]\` points into the document at fault.
Limits: a body has ${apiLimits.bodyBytes} bytes and ${apiLimits.jsonDepth} levels at most (413, 422); a wait ${apiLimits.waitSeconds} seconds; a page ${apiLimits.pageSize} entries.
A W3C \`traceparent\` is continued and answered.`

/** What several operations take or answer with, told once. */
const named = {
  Run: RunDetail,
  RunSummary,
  RunEvent,
  Graph,
  Program,
  Loop: LoopDetail,
  LoopSummary,
  VersionSummary,
  Policy,
}

/** This API as OpenAPI 3.1, made from the one table of routes and its schemas. */
export function apiDocument(origin: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, spec] of Object.entries(routes) as [RouteName, RouteSpec][]) {
    if (spec.method === 'ANY') continue
    const path = spec.path.replace(/:([a-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [spec.method.toLowerCase()]: operation(name, spec) }
  }
  const document = createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Pavane',
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    security: [{ token: [] }, { session: [] }],
    paths,
    tags: tagsOf(Object.keys(paths)),
    components: {
      schemas: { ...named, Problem },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, or the administrator’s' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'pavane_session',
          description: 'The designer’s own session',
        },
      },
    },
  })
  return tidyDocument(document)
}

function operation(name: RouteName, spec: RouteSpec): ZodOpenApiOperationObject {
  const more = details[name] ?? {}
  const answers =
    spec.answer === null ? {} : { content: { 'application/json': { schema: spec.answer }, ...more.content } }
  return {
    operationId: name,
    summary: spec.says,
    tags: [tagOf(spec.path)],
    ...(more.description ? { description: more.description } : {}),
    ...(spec.right === 'public' || spec.right === 'hook' ? { security: [] } : {}),
    requestParams: {
      ...(spec.path.includes(':') ? { path: pathParameters(spec.path) } : {}),
      ...(spec.query ? { query: spec.query } : {}),
      ...(more.headers ? { header: more.headers } : {}),
    },
    ...(spec.body ? { requestBody: { content: bodiesOf(spec.body, more) } } : {}),
    responses: {
      [spec.status]: {
        description: spec.says,
        ...(more.answerHeaders ? { headers: more.answerHeaders } : {}),
        ...answers,
      },
      ...more.responses,
      '4XX': problemResponse('The request was refused', (status) => status < 500),
      '5XX': problemResponse('Something is not as it should be on our side', (status) => status >= 500),
    },
  }
}

function bodiesOf(schema: z.ZodType, { example, bodies }: Details) {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) }, ...bodies }
}

const problemResponse = (says: string, counts: (status: number) => boolean) => ({
  description: `${says}: ${Object.entries(problems)
    .filter(([, { status }]) => counts(status))
    .map(([code]) => code)
    .join(', ')}`,
  content: { 'application/problem+json': { schema: Problem } },
})

const tagsOf = (paths: string[]) =>
  [...new Set(paths.map(tagOf))].map((name) => ({ name, description: `What concerns ${name}` }))

const tagOf = (path: string) => /^\/(?:api\/)?([a-z-]+)/.exec(path)?.[1] ?? 'documents'

function pathParameters(path: string) {
  const names = [...path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name)
  return z.object(Object.fromEntries(names.map((name) => [name, z.string()])))
}
