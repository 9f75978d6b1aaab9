import { describe, expect, it } from 'vitest'
import type { HttpCall } from '../../shared/graph/nodes/action.ts'
import { explainFailure, explainStatus, readRetryAfter } from '../../worker/effects/httpErrors.ts'
import { renderRequest } from '../../worker/effects/renderRequest.ts'
import { jsonFaultAt } from '../../worker/http/jsonFault.ts'
import { readPrefer } from '../../worker/http/prefer.ts'
import { egressRefusal } from '../../worker/security/egressGuard.ts'

const aCall = (over: Partial<HttpCall> = {}): HttpCall => ({
  uses: 'http',
  host: 'api',
  method: 'POST',
  path: '/things',
  ...over,
})
const render = (over: Partial<HttpCall>, scope = {}, base = 'https://api.example.com/v1') =>
  renderRequest(aCall(over), base, scope)

describe('an action’s address', () => {
  it.for([
    ['/things/{{ args.id }}', { args: { id: 7 } }, 'https://api.example.com/v1/things/7'],
    ['/repos/{{ args.name }}', { args: { name: 'octo/cat' } }, 'https://api.example.com/v1/repos/octo/cat'],
    ['/a b/ü', {}, 'https://api.example.com/v1/a%20b/%C3%BC'],
    ['/trailing/', {}, 'https://api.example.com/v1/trailing/'],
  ] as const)('%s', ([path, scope, expected]) => {
    const request = render({ path }, scope)
    expect(request.ok && request.url.href).toBe(expected)
  })

  const value = (id: string) => ({ args: { id } })
  it.for([
    ['..', value('..')],
    ['an encoded ..', value('%2e%2e')],
    ['an encoded slash in between', value('..%2f..%2fadmin')],
    ['a backslash', value('..\\..')],
    ['a query', value('x?admin=1')],
    ['a fragment', value('x#y')],
    ['a line break', value('x\r\nHost: evil')],
    ['nothing', value('')],
    ['a lone %', value('%')],
    ['another host', value('/evil.example/x')],
  ] as const)('refuses a value that is %s', ([, scope]) => {
    expect(render({ path: '/things/{{ args.id }}/x' }, scope)).toMatchObject({
      ok: false,
      kind: 'configuration',
    })
  })

  it.for(['https://evil.example/', '//evil.example/', 'things', '@evil.example/', ':8080/'])(
    'refuses the path %s',
    (path) => {
      expect(render({ path })).toMatchObject({ ok: false })
    },
  )

  it('keeps what is in a query in the query', () => {
    const request = render({ query: { q: '{{ args.q }}' } }, { args: { q: 'a&b=c#d?' } })
    expect(request.ok && request.url.search).toBe('?q=a%26b%3Dc%23d%3F')
  })
})

describe('an action’s headers and body', () => {
  it('come from the scope', () => {
    const request = render(
      { headers: { 'x-n': '{{ args.n }}' }, body: { n: '{{ args.n }}' } },
      { args: { n: 7 } },
    )
    expect(request.ok && [...request.headers]).toEqual([
      ['content-type', 'application/json'],
      ['x-n', '7'],
    ])
    expect(request.ok && request.body).toBe('{"n":7}')
  })

  it.for([
    [{ 'x-n': 'a\r\nx-evil: 1' }, {}],
    [{ host: 'evil.example' }, {}],
    [{ 'Content-Length': '0' }, {}],
    [{ 'bad name': 'x' }, {}],
  ] as const)('refuses %o', ([headers]) => {
    expect(render({ headers })).toMatchObject({ ok: false, kind: 'configuration' })
  })

  it('say which expression failed', () => {
    expect(render({ body: { a: ['{{ args.gone }}'] } }, { args: {} })).toMatchObject({
      ok: false,
      kind: 'expression',
      message: expect.stringContaining('/a/0'),
    })
  })
})

describe('where requests may go', () => {
  it.for([
    'http://127.0.0.1/',
    'http://localhost:8787/',
    'http://[::1]/',
    'http://10.1.2.3/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
    'http://0.0.0.0/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:10.0.0.1]/',
    'http://[fd00::1]/',
    'http://router/',
    'http://printer.local/',
    'http://100.64.1.1/',
    'http://[64:ff9b::a00:1]/',
    'http://localhost./',
    'http://224.0.0.1/',
  ])('not to %s, but from a local server', (address) => {
    expect(egressRefusal(new URL(address), { local: false })).not.toBeNull()
    expect(egressRefusal(new URL(address), { local: true })).toBeNull()
  })

  it.for([
    'http://169.254.169.254/latest',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/',
    'http://metadata.google.internal/',
    'ftp://example.com/',
    'https://user:pass@example.com/',
  ])('never to %s', (address) => {
    expect(egressRefusal(new URL(address), { local: true })).not.toBeNull()
  })

  it.for([
    'https://api.github.com/',
    'http://172.32.0.1/',
    'http://93.184.216.34/',
    'https://[2606:4700::1111]/',
  ])('to %s', (address) => {
    expect(egressRefusal(new URL(address), { local: false })).toBeNull()
  })
})

describe('what a failure says', () => {
  it.for([
    [400, false, false],
    [401, false, false],
    [404, false, false],
    [408, true, true],
    [409, false, false],
    [429, true, false],
    [500, true, true],
    [501, false, true],
    [502, true, true],
    [503, true, true],
    [504, true, true],
    [303, false, true],
  ] as const)('%i', ([status, retryable, mayHaveHappened]) => {
    expect(explainStatus('api', new Response(null, { status }), null)).toMatchObject({
      class: 'http',
      status,
      retryable,
      mayHaveHappened,
    })
  })

  it('passes on when the target wants to be asked again', () => {
    const response = new Response(null, { status: 429, headers: { 'retry-after': '7' } })
    expect(explainStatus('api', response, null).retryAfterMs).toBe(7000)
    expect(readRetryAfter('Wed, 21 Oct 2015 07:28:00 GMT', Date.parse('2015-10-21T07:27:58Z'))).toBe(2000)
    expect(readRetryAfter('soon', 0)).toBeNull()
  })

  it('holds that nothing happened only when that is certain', () => {
    expect(explainFailure('api', new Error('Network connection lost.'), false, 1000)).toMatchObject({
      class: 'network',
      mayHaveHappened: true,
    })
    expect(explainFailure('api', new Error('connect(): Connection refused'), false, 1000)).toMatchObject({
      mayHaveHappened: false,
    })
    expect(explainFailure('api', new Error('aborted'), true, 1000)).toMatchObject({
      class: 'timeout',
      mayHaveHappened: true,
    })
  })
})

describe('Prefer', () => {
  it.for([
    ['wait=10', { wait: 10, respondAsync: false }],
    ['Wait = "10"', { wait: 10, respondAsync: false }],
    ['foo; bar, wait=5; x=y', { wait: 5, respondAsync: false }],
    ['wait=9999', { wait: 60, respondAsync: false }],
    ['respond-async', { wait: null, respondAsync: true }],
    ['respond-async, wait=10', { wait: 10, respondAsync: true }],
    ['wait=-1', null],
    ['wait=1.5', null],
    ['', null],
    ['handling=lenient', null],
  ] as const)('%s', ([header, expected]) => {
    expect(readPrefer(header)).toEqual(expected)
  })
})

describe('the place of a fault in a text', () => {
  it.for([
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['01', 1],
    ['nul', 0],
    ['{"a":1}x', 7],
    ['"\\x"', 1],
    ['[}', 1],
    ['{]', 1],
    ['{"a":1,}', 7],
    ['"a\nb"', 2],
  ] as const)('%s', ([text, offset]) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(jsonFaultAt(text)).toBe(offset)
  })

  it.for(['1', '[]', '{}', ' {"a":[1,{"b":null}],"c":"\\u00fc"} ', '-1.5e+3', '"x"', '[[[]]]', 'true'])(
    'there is none in %s',
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow()
      expect(jsonFaultAt(text)).toBe(text.length)
    },
  )
})
