import type { z } from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { apiLimits } from '../../shared/api/limits.ts'
import { LoopDetail, LoopSummary, VersionSummary } from '../../shared/api/loops.ts'
import { Problem } from '../../shared/api/problem.ts'
import type { RouteSpec } from '../../shared/api/routes/routeSpec.ts'
import { routes } from '../../shared/api/routes.ts'
import { RunDetail, RunSummary } from '../../shared/api/runs.ts'
import { Program } from '../../shared/compile/program.ts'
import { RunEvent } from '../../shared/engine/event.ts'
import { Graph } from '../../shared/graph/graph.ts'
import { Policy } from '../../shared/graph/policy.ts'
import { type DescribedRoute, details } from './details/details.ts'
import type { Details } from './details/operationDetails.ts'
import { parametersOf } from './parametersOf.ts'
import { problemResponses } from './problemResponses.ts'
import { refusalsOf } from './refusalsOf.ts'
import { tagWords } from './tagWords.ts'
import { tidyDocument } from './tidyDocument.ts'
import { whoMay } from './whoMay.ts'

const description = `Pavane runs loops: plan, act, verify. A hook invokes a loop; the run that it starts can be followed, steered and audited.

Every error is a problem document (RFC 9457) of type \`/problems/<code>\`; \`errors[]\` points into the document at fault.
Limits: a body has ${apiLimits.bodyBytes} bytes and ${apiLimits.jsonDepth} levels at most (413, 422); a wait ${apiLimits.waitSeconds} seconds; a page ${apiLimits.pageSize} entries.
A W3C \`traceparent\` is continued and answered.
\`Pavane-Workspace\` names the workspace, for credentials that are good in several; a token or session is of one.
Times are milliseconds since the epoch. A key, an id or a cursor is to be sent back as it came.`

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
  const { sandbox: _, ...described } = routes
  for (const [name, spec] of Object.entries(described) as [DescribedRoute, RouteSpec][]) {
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

function operation(name: DescribedRoute, spec: RouteSpec): ZodOpenApiOperationObject {
  const more = details[name]
  const { path, query, headers } = parametersOf(spec, more)
  return {
    operationId: name,
    summary: spec.says,
    tags: [tagOf(spec.path)],
    description: `${more.description}\n\n${whoMay(spec.right)}`,
    ...(spec.right === 'public' || spec.right === 'hook' ? { security: [] } : {}),
    requestParams: {
      ...(path ? { path } : {}),
      ...(query ? { query } : {}),
      ...(headers ? { header: headers } : {}),
    },
    ...(spec.body ? { requestBody: { required: true, content: bodiesOf(spec.body, more) } } : {}),
    responses: {
      ...successes(spec, more),
      ...problemResponses(refusalsOf(spec, more)),
      '4XX': anyProblem('Any other refusal'),
      '5XX': anyProblem('Something is not as it should be on our side'),
    },
  }
}

function bodiesOf(schema: z.ZodType, { example, bodies }: Details) {
  return { 'application/json': { schema, ...(example === undefined ? {} : { example }) }, ...bodies }
}

function successes(
  { says, status, answer }: RouteSpec,
  { answerHeaders, content, alsoAnswers }: Details,
): NonNullable<ZodOpenApiOperationObject['responses']> {
  const headers = answerHeaders ? { headers: answerHeaders } : {}
  const json = (schema: z.ZodType) => ({ 'application/json': { schema } })
  const also = alsoAnswers?.schema ?? answer
  return {
    ...(alsoAnswers && also
      ? { [alsoAnswers.status]: { description: alsoAnswers.description, ...headers, content: json(also) } }
      : {}),
    [status]: {
      description: says,
      ...headers,
      ...(answer === null && !content ? {} : { content: { ...(answer ? json(answer) : {}), ...content } }),
    },
  }
}

const anyProblem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
})

const tagsOf = (paths: string[]) =>
  [...new Set(paths.map(tagOf))].map((name) => ({ name, description: tagWords[name] ?? '' }))

const tagOf = (path: string) => /^\/(?:api\/)?([a-z-]+)/.exec(path)?.[1] ?? 'documents'
