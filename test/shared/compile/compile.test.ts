import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import '../../support/fastCheck.ts'
import { digest } from '../../../shared/audit/digest.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import { Program, ProgramBody } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { defaultLimits } from '../../../shared/graph/limits.ts'
import { retryDefault } from '../../../shared/graph/nodes/action.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'
import { incident } from '../../../shared/templates/incident.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { refund } from '../../../shared/templates/refund.ts'
import { soundGraph, withNode } from '../../support/graphs.ts'

const graphs = [soundGraph, refund.graph, incident.graph, issueTriage.graph]
const someGraph = fc.constantFrom(...graphs)
const clone = (graph: Graph) => JSON.parse(JSON.stringify(graph)) as JsonObject

/** What holds of any compilation, whatever was compiled. */
function expectTotal(value: unknown): void {
  const { program, diagnostics } = compile(value)
  for (const diagnostic of diagnostics) Diagnostic.parse(diagnostic)
  const hasError = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  expect(program === null).toBe(hasError)
  if (program) Program.parse(program)
}

describe('the compiler', () => {
  it('takes any value', () => {
    const cyclic: Record<string, unknown> = { ...soundGraph }
    cyclic.self = cyclic
    const odd = [
      undefined,
      null,
      1n,
      Symbol('x'),
      () => 1,
      new Date(0),
      new Map(),
      cyclic,
      NaN,
      '',
      [],
      new Proxy({}, {}),
    ]
    for (const value of odd) expect(compile(value).program).toBeNull()
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expectTotal(value)
      }),
    )
  })

  it('takes a graph in which any value was replaced, removed or moved', () => {
    const hostileKey = fc.constantFrom('__proto__', 'constructor', 'toString', 'id', 'nodes', '', '/~')
    const replacement = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        undefined,
        '{{',
        '{{ steps.x }}',
        'a.b.c',
        '1 +',
        'plan',
        'act',
        -1,
        1e308,
        '__proto__',
        '\ud800',
      ),
      fc.dictionary(hostileKey, fc.jsonValue()),
    )
    fc.assert(
      fc.property(
        someGraph,
        fc.array(fc.tuple(fc.nat(), replacement), { minLength: 1, maxLength: 4 }),
        (graph, changes) => {
          let mutated: unknown = clone(graph)
          for (const [which, value] of changes) mutated = replaceSome(mutated, which, value)
          expectTotal(mutated)
        },
      ),
    )
  })

  it('takes a graph in which any text is any other text', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '"',
      "'",
      '(',
      ')',
      '[',
      '{',
      '}',
      'input',
      'steps',
      '.',
      'a',
      ' ',
      '\\',
      '1',
      '+',
      'all(x, ',
      '==',
    )
    fc.assert(
      fc.property(someGraph, fc.nat(), fc.string({ unit: piece, maxLength: 30 }), (graph, which, text) => {
        const places = placesOf(clone(graph)).filter(({ value }) => typeof value === 'string')
        const place = places[which % places.length]
        expectTotal(replaceAt(clone(graph), place?.path ?? [], text))
      }),
    )
  })

  it('refuses nesting that no graph needs', () => {
    for (const wrap of [(inner: Json): Json => [inner], (inner: Json): Json => ({ a: inner })]) {
      let deep: Json = 'x'
      for (let depth = 0; depth < 10_000; depth += 1) deep = wrap(deep)
      for (const value of [
        deep,
        { ...soundGraph, nodes: deep },
        withNode(soundGraph, 'done', { body: deep }),
      ])
        expect(compile(value)).toMatchObject({ program: null, diagnostics: [{ code: 'not-json' }] })
    }
    let shared: unknown = []
    for (let depth = 0; depth < 200; depth += 1) shared = [shared, shared]
    expect(compile(shared).program).toBeNull()
  })

  it('is total on a large graph', () => {
    const many = Array.from({ length: 2000 }, (_, place) => ({
      kind: 'outcome',
      id: `o${place}`,
      title: 'O',
      status: 'failed',
      body: '{{ input.x }}',
    }))
    const edges = Array.from({ length: 2000 }, (_, place) => ({
      id: `e${place}`,
      from: { node: 'check', port: 'bail' },
      to: { node: `o${place}`, port: 'in' },
    }))
    expectTotal({
      ...soundGraph,
      nodes: [...soundGraph.nodes, ...many],
      edges: [...soundGraph.edges, ...edges],
    })
  })

  it('does not change what it is given', () => {
    for (const graph of graphs) {
      const before = JSON.stringify(graph)
      compile(graph)
      expect(JSON.stringify(graph)).toBe(before)
    }
  })
})

describe('the version of a program', () => {
  const versionOf = (graph: unknown) => {
    const { program, diagnostics } = compile(graph)
    if (!program) throw new Error(JSON.stringify(diagnostics))
    return program.version
  }

  it('is the digest of everything else in it', () => {
    const { program } = compile(soundGraph)
    if (!program) throw new Error('does not compile')
    const { version, ...body } = program
    expect(ProgramBody.parse(body)).toEqual(body)
    expect(version).toBe(digest(body as unknown as Json))
  })

  it('does not depend on layout, notes, or the order in which the graph was drawn', () => {
    fc.assert(
      fc.property(someGraph, fc.infiniteStream(fc.nat()), (graph, numbers) => {
        const next = () => numbers.next().value
        const drawn = {
          ...graph,
          description: String(next()),
          nodes: shuffle(graph.nodes, next).map((node) => ({ ...node, note: String(next()) })),
          edges: shuffle(graph.edges, next).map((edge) => ({ ...edge, id: `e${edge.id}` })),
          layout: {
            positions: Object.fromEntries(graph.nodes.map((node) => [node.id, { x: next(), y: next() }])),
            viewport: { x: next(), y: next(), zoom: 1 },
          },
        }
        expect(versionOf(shuffleKeys(drawn as unknown as Json, next))).toBe(versionOf(graph))
      }),
    )
  })

  it('changes with anything that changes what a run does', () => {
    const changed: unknown[] = [
      { ...soundGraph, name: 'other' },
      { ...soundGraph, limits: { iterations: 4 } },
      {
        ...soundGraph,
        policies: [{ id: 'p', title: 'P', at: 'step', when: 'false', effect: 'deny', message: '' }],
      },
      withNode(soundGraph, 'act', { costUsd: 1 }),
      withNode(soundGraph, 'act', { timeoutSeconds: 31 }),
      withNode(soundGraph, 'act', { idempotency: 'keyed' }),
      withNode(soundGraph, 'act', { call: { uses: 'http', host: 'api', method: 'POST', path: '/other' } }),
      withNode(soundGraph, 'check', { onStepFailed: 'bail' }),
      withNode(soundGraph, 'check', { escalateAtRisk: 0.5 }),
      withNode(soundGraph, 'done', { body: {} }),
      withNode(soundGraph, 'stopped', { status: 'failed' }),
      withNode(soundGraph, 'start', { respond: { mode: 'wait', seconds: 1 } }),
      {
        ...soundGraph,
        edges: soundGraph.edges.map((edge) =>
          edge.from.port === 'bail' ? { ...edge, to: { node: 'done', port: 'in' } } : edge,
        ),
      },
    ]
    const versions = [soundGraph, ...changed].map(versionOf)
    expect(new Set(versions).size).toBe(versions.length)
  })

  it('is the same when a default is written out', () => {
    const written = {
      ...withNode(
        withNode(soundGraph, 'act', {
          costUsd: 0,
          risk: 'low',
          timeoutSeconds: 30,
          retry: retryDefault,
          gives: [],
          leases: [],
        }),
        'check',
        {
          onStepFailed: 'rollback',
          onStepUncertain: 'escalate',
          onInconclusive: 'escalate',
          checks: [
            { type: 'rule', id: 'ok', expr: 'steps.one.status == "succeeded"', onFail: 'replan', weight: 1 },
          ],
        },
      ),
      limits: defaultLimits,
    }
    expect(versionOf(written)).toBe(versionOf(soundGraph))
  })
})

describe('a program', () => {
  it('has every default resolved and every wire followed', () => {
    const { program } = compile(soundGraph)
    expect(program).toMatchObject({
      trigger: {
        node: 'start',
        to: 'plan',
        input: null,
        dedupe: null,
        quality: [],
        respond: { mode: 'now' },
      },
      planners: { plan: { actions: ['act'], verifier: 'check', expects: null } },
      actions: {
        act: {
          costUsd: 0,
          risk: 'low',
          timeoutSeconds: 30,
          retry: { maxAttempts: 4, initialSeconds: 1, factor: 2, maxSeconds: 60, jitter: 'full' },
          undo: null,
          secrets: [],
        },
      },
      verifiers: {
        check: {
          checks: [{ id: 'ok', weight: 1 }],
          onStepFailed: 'rollback',
          onStepUncertain: 'escalate',
          onInconclusive: 'escalate',
          escalateAtRisk: null,
          routes: { pass: 'done', replan: 'plan', rollback: 'stopped', escalate: 'stopped', bail: 'stopped' },
        },
      },
      limits: defaultLimits,
    })
  })

  it('names the secrets that each action may read, and leaves out what no run reaches', () => {
    const graph = withNode(soundGraph, 'act', {
      call: {
        uses: 'http',
        host: 'api',
        method: 'POST',
        path: '/x',
        headers: { authorization: 'Bearer {{ secrets.token }}' },
        body: { key: '{{ secrets["api_key"] }}' },
      },
    })
    const lost = { kind: 'outcome', id: 'lost', title: 'Lost', status: 'failed' }
    const { program } = compile({ ...graph, nodes: [...graph.nodes, lost] })
    expect(program?.actions.act?.secrets).toEqual(['api_key', 'token'])
    expect(Object.keys(program?.outcomes ?? {}).toSorted()).toEqual(['done', 'stopped'])
  })
})

type Path = (string | number)[]

function placesOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }]
  const members = Object.entries(value).flatMap(([key, member]) =>
    placesOf(member, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return [{ path, value }, ...members]
}

function replaceSome(value: unknown, which: number, replacement: unknown): unknown {
  const places = placesOf(value)
  return replaceAt(value, places[which % places.length]?.path ?? [], replacement)
}

/** The value with another one at a place; undefined removes what is there. */
function replaceAt(value: unknown, path: Path, replacement: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined || typeof value !== 'object' || value === null) return replacement
  const entries = Object.entries(value).map(
    ([name, member]) => [name, name === String(key) ? replaceAt(member, rest, replacement) : member] as const,
  )
  const kept = entries.filter(([, member]) => member !== undefined)
  return Array.isArray(value) ? kept.map(([, member]) => member) : Object.fromEntries(kept)
}

function shuffle<T>(list: readonly T[], next: () => number): T[] {
  const keyed = list.map((item) => ({ item, key: next() }))
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
}

function shuffleKeys(value: Json, next: () => number): Json {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => shuffleKeys(member, next))
  return Object.fromEntries(
    shuffle(Object.entries(value), next).map(([key, member]) => [key, shuffleKeys(member, next)]),
  )
}
