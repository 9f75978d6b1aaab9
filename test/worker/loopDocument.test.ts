import { describe, expect, it } from 'vitest'
import { HookVersions } from '../../shared/api/hooks.ts'
import { embedSchema } from '../../worker/openapi/loop/embedSchema.ts'
import { asAdmin, call, jsonOf } from './support/edge.ts'
import { aGraph, publish } from './support/graphs.ts'
import { expectProblem } from './support/problems.ts'

type Operation = { security?: unknown[]; responses: Record<string, unknown>; requestBody: unknown }
type Document = {
  paths: Record<string, { post: Operation }>
  components: { securitySchemes?: Record<string, unknown>; schemas: Record<string, unknown> }
  security: unknown[]
}

const documentOf = async (name: string) =>
  (await jsonOf(await asAdmin(`/api/loops/${name}/openapi.json`))) as Document

const withSecret = async (value: string) => {
  const secret = `doc_${crypto.randomUUID().replaceAll('-', '')}`
  await asAdmin(`/api/secrets/${secret}`, { method: 'PUT', json: { value } })
  return secret
}

describe('a schema that stands in another document', () => {
  it('refers to itself where it stands, and is nobody else’s', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:order',
      properties: {
        $ref: { $ref: '#/$defs/line' },
        more: { items: { $ref: 'urn:order#/$defs/line' } },
        self: { $ref: '#' },
        plain: { const: { $ref: '#/not/one' } },
      },
      $defs: { line: { type: 'string' } },
    }
    expect(embedSchema(schema, '#/components/schemas/Input')).toEqual({
      properties: {
        $ref: { $ref: '#/components/schemas/Input/$defs/line' },
        more: { items: { $ref: '#/components/schemas/Input/$defs/line' } },
        self: { $ref: '#/components/schemas/Input' },
        plain: { const: { $ref: '#/not/one' } },
      },
      $defs: { line: { type: 'string' } },
    })
  })

  it('says of each array what it holds, as generators of clients ask', () => {
    const schema = {
      properties: {
        labels: { type: 'array' },
        some: { type: ['array', 'null'] },
        lines: { type: 'array', items: { type: 'string' } },
        type: { const: { type: 'array' } },
      },
    }
    expect(embedSchema(schema, '#')).toEqual({
      properties: {
        labels: { type: 'array', items: {} },
        some: { type: ['array', 'null'], items: {} },
        lines: { type: 'array', items: { type: 'string' } },
        type: { const: { type: 'array' } },
      },
    })
  })
})

describe('the document of a loop', () => {
  it('has the input’s schema, each outcome, every refusal and an example', async () => {
    const input = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
    const name = await publish(aGraph({ trigger: { input } }))
    const { paths, components, security } = await documentOf(name)
    expect(security).toEqual([])
    expect(components.schemas.Input).toEqual(input)
    expect(components.schemas.Outcome_done).toMatchObject({ properties: { got: input } })
    const { responses, requestBody } = paths[`/hooks/${name}`]?.post ?? {}
    const statuses = ['200', '202', '400', '401', '404', '409', '413', '415', '422', '429', '500', '503']
    expect(Object.keys(responses ?? {})).toEqual(statuses)
    expect(requestBody).toMatchObject({
      content: { 'application/json': { examples: { 'example-1': { value: { n: 0 } } } } },
    })
  })

  it.for([
    ['bearer', { caller: { type: 'http', scheme: 'bearer' } }],
    ['github', { caller: { in: 'header', name: 'X-Hub-Signature-256' } }],
    ['stripe', { caller: { in: 'header', name: 'Stripe-Signature' } }],
    ['standard-webhooks', { webhookSignature: { in: 'header', name: 'webhook-signature' } }],
  ] as const)('says how callers prove who they are: %s', async ([scheme, schemes]) => {
    const secret = await withSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const { components } = await documentOf(await publish(aGraph({ trigger: { auth: { scheme, secret } } })))
    expect(components.securitySchemes).toMatchObject(schemes)
  })
})

describe('what a caller may read without running anything', () => {
  it('is closed to others', async () => {
    const secret = await withSecret('a-token-of-this-hook-alone')
    const name = await publish(aGraph({ trigger: { auth: { scheme: 'bearer', secret } } }))
    const headers = { authorization: 'Bearer a-token-of-this-hook-alone' }
    for (const path of [`/hooks/${name}`, `/hooks/${name}/openapi.json`]) {
      await expectProblem(await call(path), 'signature-invalid')
      expect((await call(path, { headers })).status).toBe(200)
    }
    const versions = HookVersions.parse(await jsonOf(await call(`/hooks/${name}`, { headers })))
    expect(versions).toMatchObject({ loop: name, stable: { number: 1 }, canary: null })
    await expectProblem(await call('/hooks/no-such-loop'), 'loop-not-found')
  })
})
