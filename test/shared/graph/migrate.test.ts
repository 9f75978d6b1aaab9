import { describe, expect, it } from 'vitest'
import { graphFormat } from '../../../shared/graph/graph.ts'
import { openGraph, openWith } from '../../../shared/graph/migrate.ts'
import type { JsonObject } from '../../../shared/json.ts'
import { soundGraph } from '../../support/graphs.ts'

describe('opening a graph', () => {
  it('gives back one of the current format as it is', () => {
    expect(openGraph(soundGraph)).toEqual({ ok: true, graph: soundGraph })
  })

  it('says which format it does not know', () => {
    expect(openGraph({ ...soundGraph, format: 'pavane.graph/0' })).toEqual({
      ok: false,
      diagnostics: [
        {
          code: 'unknown-format',
          severity: 'error',
          message: 'This release does not read the format "pavane.graph/0"',
          at: { field: '/format' },
        },
      ],
    })
    expect(openGraph({})).toMatchObject({
      ok: false,
      diagnostics: [{ message: expect.stringContaining('missing') as string }],
    })
    expect(openGraph([])).toMatchObject({ ok: false, diagnostics: [{ code: 'shape' }] })
    expect(openGraph(undefined)).toMatchObject({ ok: false, diagnostics: [{ code: 'not-json' }] })
  })

  it('takes an older document through every step between', () => {
    const migrations = [
      {
        from: 'a',
        to: 'b',
        migrate: ({ heading, ...rest }: JsonObject) => ({ ...rest, title: heading ?? '' }),
      },
      {
        from: 'b',
        to: graphFormat,
        migrate: (document: JsonObject) => ({ ...document, limits: {} }),
      },
    ]
    const { title, limits: _, ...rest } = soundGraph
    const older = { ...rest, format: 'a', heading: title }
    expect(openWith(older, migrations, graphFormat)).toEqual({ ok: true, graph: soundGraph })
    const newer = { ...rest, format: 'b', title }
    expect(openWith(newer, migrations, graphFormat)).toEqual({ ok: true, graph: soundGraph })
  })

  it.each([
    [{ title: '' }, 'This can’t be empty', { field: '/title' }],
    [{ name: 'No' }, 'Use lower-case letters, digits and dashes, starting with a letter', { field: '/name' }],
    [{ limits: { iterations: 0.5 } }, 'This must be a whole number', { field: '/limits/iterations' }],
    [{ limits: { steps: 0 } }, 'This must be at least 1', { field: '/limits/steps' }],
    [{ limits: { 'a/b~': 1 } }, 'There is no “a/b~” here', { field: '/limits/a~1b~0' }],
    [{ description: undefined }, '“description” is missing', { field: '/description' }],
    [
      { layout: { positions: { '9': { x: 0, y: 0 } } } },
      '“9” can’t be a name here: Use letters, digits, _ and -, starting with a letter',
      { field: '/layout/positions/9' },
    ],
    [
      { nodes: [{ ...soundGraph.nodes[2], call: { uses: 'mail' } }] },
      'This must be one of "http", "transform", "wait", "loop", "emit"',
      { node: 'act', field: '/call/uses' },
    ],
    [{ nodes: [{ id: 'x' }] }, '“kind” is missing', { node: 'x', field: '/kind' }],
    [
      { nodes: [{ ...soundGraph.nodes[4], status: 'cancelled' }] },
      'This must be one of "succeeded", "failed", "rolled-back", "bailed"',
      { node: 'done', field: '/status' },
    ],
    [
      { edges: [{ ...soundGraph.edges[0], to: 'plan' }] },
      'This must be an object',
      { edge: 'start.input-plan.in', field: '/to' },
    ],
  ])('points at the fault in %j', (change, message, at) => {
    const document = JSON.parse(JSON.stringify({ ...soundGraph, ...change })) as unknown
    expect(openGraph(document)).toMatchObject({ ok: false, diagnostics: [{ code: 'shape', message, at }] })
  })
})
