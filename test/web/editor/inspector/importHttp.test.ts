import { describe, expect, it } from 'vitest'
import { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { readCurl } from '../../../../web/editor/model/importHttp/readCurl.ts'
import { readSource } from '../../../../web/editor/model/importHttp/readSource.ts'
import { placeAt, withRequest } from '../../../../web/editor/model/importHttp/request.ts'
import { shellWords } from '../../../../web/editor/model/importHttp/shellWords.ts'

const action: ActionNode = {
  id: 'call',
  kind: 'action',
  title: 'Call',
  call: { uses: 'http', host: 'old', method: 'POST', path: '/' },
  idempotency: 'keyed',
  reversibility: 'irreversible',
}
const hosts = [
  { name: 'shop', baseUrl: 'https://api.shop.example/' },
  { name: 'orders', baseUrl: 'https://api.shop.example/v1/orders' },
]
const secret = 'shop_key'

function curl(line: string) {
  const read = readCurl(line)
  if (!read.ok) throw new Error(read.message)
  return read.request
}

describe('the words of a command', () => {
  it.each([
    [`a 'b c' "d \\"e\\" $f" g\\ h`, ['a', 'b c', 'd "e" $f', 'g h']],
    [`a \\\n  -b`, ['a', '-b']],
    [`$'it\\'s \\u00e9'`, ["it's é"]],
    [`''`, ['']],
    [`'{"a":'"'"'x'`, [`{"a":'x`]],
    [`"open`, null],
  ])('of %s', (line, words) => {
    expect(shellWords(line)).toEqual(words)
  })
})

describe('a curl command', () => {
  it('becomes a call of the workspace’s host, with its secret named and not kept', () => {
    const request = curl(
      `curl -sSL -X PATCH 'https://api.shop.example/v1/orders/7?dry=true' \\
        -H 'Authorization: Bearer sk_live_123' -H 'Content-Type: application/json' -H 'X-Tenant: acme' \\
        --data-raw '{"note":"{{ not ours }}","lines":[1]}'`,
    )
    const node = withRequest(action, request, { hosts, secret })
    expect(node.call).toEqual({
      uses: 'http',
      host: 'orders',
      method: 'PATCH',
      path: '/7',
      query: { dry: 'true' },
      headers: { 'X-Tenant': 'acme', Authorization: 'Bearer {{ secrets.shop_key }}' },
      body: { note: '\\{{ not ours }}', lines: [1] },
    })
    expect(JSON.stringify(node)).not.toContain('sk_live')
    expect(ActionNode.safeParse(node).success).toBe(true)
  })

  it.each([
    ['curl https://a.example', 'GET', undefined],
    ['curl https://a.example -d {}', 'POST', {}],
    ['curl --request=PUT https://a.example --json [1]', 'PUT', [1]],
    ['curl -XDELETE https://a.example', 'DELETE', undefined],
    ['curl -o out -m 5 a.example -d n=1 -d m=%26', 'POST', { n: '1', m: '&' }],
  ])('%s', (line, method, body) => {
    expect(curl(line)).toMatchObject({ method, address: expect.stringMatching(/^https?:\/\/a\.example\/$/) })
    expect(curl(line).body).toEqual(body)
  })

  it('puts what -G sends into the query, and keeps no user', () => {
    const request = curl('curl -G https://a.example/find -d q=one -d token=abc -u me:hunter2')
    expect(request).toMatchObject({ method: 'GET', query: { q: 'one' }, idempotency: 'native' })
    expect(request.secrets).toEqual([
      { in: 'headers', name: 'Authorization', prefix: 'Basic ' },
      { in: 'query', name: 'token', prefix: '' },
    ])
    expect(JSON.stringify(request)).not.toMatch(/hunter2|abc/)
  })

  it.each([
    `curl https://a.example -d '{"user":"me","nested":[{"password":"hunter2"}]}'`,
    'curl https://a.example -d user=me -d password=hunter2',
    'curl https://me:hunter2@a.example -b session=hunter2',
  ])('keeps nothing of %s that lets somebody in', (line) => {
    const node = withRequest(action, curl(line), { hosts, secret })
    expect(JSON.stringify(node)).not.toContain('hunter2')
  })

  it.each([
    ['wget https://a.example', 'does not start with curl'],
    ["curl 'https://a.example", 'left open'],
    ['curl -s', 'no address'],
    ['curl -I https://a.example', 'only'],
  ])('says what is wrong with %s', (line, message) => {
    expect(readCurl(line)).toEqual({ ok: false, message: expect.stringContaining(message) })
  })

  it('keeps the action’s host where the workspace has none for the address', () => {
    expect(placeAt('https://elsewhere.example/a', hosts)).toEqual({ host: null, path: '/a' })
    expect(placeAt('https://api.shop.example.evil/a', hosts).host).toBeNull()
    const node = withRequest(action, curl('curl https://elsewhere.example/a'), { hosts, secret })
    expect(node.call).toMatchObject({ host: 'old', path: '/a' })
  })
})

const yaml = `
openapi: 3.0.3
info: { title: Shop, version: "1" }
servers: [{ url: "https://{region}.shop.example/v1", variables: { region: { default: api } } }]
security: [{ key: [] }]
paths:
  /orders/{order-id}/lines:
    parameters:
      - { name: order-id, in: path, required: true, schema: { type: string } }
    post:
      summary: Add a line
      parameters:
        - { name: verbose, in: query, schema: { type: boolean } }
        - { name: Idempotency-Key, in: header, schema: { type: string } }
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Line" } } }
      responses:
        "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Line" } } } }
    get:
      operationId: listLines
      security: []
      responses: { default: { description: all } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Api-Key } }
  schemas:
    Line:
      type: object
      required: [sku]
      properties:
        sku: { type: string, nullable: true, example: A1 }
        count: { type: integer, minimum: 0, exclusiveMinimum: true }
        parts: { type: array, items: { $ref: "#/components/schemas/Line" } }
`

async function operations() {
  const source = await readSource(yaml)
  if (source.is !== 'api') throw new Error(JSON.stringify(source))
  return source.operations
}

describe('an OpenAPI document', () => {
  it('lists what can be called', async () => {
    expect((await operations()).map(({ method, path, summary }) => [method, path, summary])).toEqual([
      ['GET', '/orders/{order-id}/lines', 'listLines'],
      ['POST', '/orders/{order-id}/lines', 'Add a line'],
    ])
  })

  it('gives a call with arguments and output that stand alone', async () => {
    const line = {
      type: 'object',
      required: ['sku'],
      properties: {
        sku: { type: ['string', 'null'] },
        count: { type: 'integer', exclusiveMinimum: 0 },
        parts: { type: 'array', items: {} },
      },
    }
    const request = (await operations())[1]?.request()
    if (!request) throw new Error('no operation')
    const node = withRequest(action, request, {
      hosts: [{ name: 'shop', baseUrl: 'https://api.shop.example/v1' }],
      secret,
    })
    expect(node).toEqual({
      ...action,
      title: 'Add a line',
      call: {
        uses: 'http',
        host: 'shop',
        method: 'POST',
        path: '/orders/{{ args["order-id"] }}/lines',
        headers: { 'X-Api-Key': '{{ secrets.shop_key }}' },
        body: '{{ args.body }}',
      },
      args: {
        type: 'object',
        required: ['order-id', 'body'],
        properties: { 'order-id': { type: 'string' }, body: line },
      },
      output: {
        type: 'object',
        required: ['status', 'body'],
        properties: { status: { type: 'integer' }, body: line },
      },
      idempotency: 'keyed',
    })
    expect(request.notes).toEqual(['Left out, since they are optional: verbose'])
    expect(ActionNode.safeParse(node).success).toBe(true)
  })

  it('lets an operation need no way in, and tells a read from a write', async () => {
    const request = (await operations())[0]?.request()
    expect(request).toMatchObject({ secrets: [], idempotency: 'native', output: undefined })
  })

  it.each([
    ['{"swagger":"2.0","paths":{}}', 'Convert it'],
    ['{"openapi":"3.1.0","paths":{}}', 'no operation'],
    ['just words', 'no OpenAPI document'],
    ['a: [', 'neither'],
    ['a: &a [1]\nb: [' + '*a,'.repeat(200) + ']', 'OpenAPI'],
  ])('says of %s what is wrong', async (text, message) => {
    expect(await readSource(text)).toEqual({ is: 'nothing', message: expect.stringContaining(message) })
  })
})
