import { describe, expect, it } from 'vitest'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { matchesChord } from '../../../web/editor/keys/chord.ts'
import { edgeRoles } from '../../../web/editor/model/edgeRole.ts'
import { findInGraph } from '../../../web/editor/model/findInGraph.ts'
import { applyPatch } from '../../../web/editor/model/jsonPatch.ts'
import { readPointer, writePointer } from '../../../web/editor/model/jsonPointer.ts'
import { nodeMarks } from '../../../web/editor/model/nodeMarks.ts'
import { readGraph } from '../../../web/editor/model/readGraph.ts'
import { renameNodeId } from '../../../web/editor/model/references.ts'
import { retryWaits } from '../../../web/editor/model/retryWaits.ts'
import { schemaFromSample } from '../../../web/editor/model/schemaFromSample.ts'

describe('writing at a JSON Pointer', () => {
  const root = { a: { b: [1, 2, 3] }, c: { d: 1 } }

  it('changes the place and shares the rest', () => {
    const next = writePointer(root, '/a/b/1', 9)
    expect(next).toEqual({ a: { b: [1, 9, 3] }, c: { d: 1 } })
    expect(next.c).toBe(root.c)
  })

  it('removes, appends and makes what is missing', () => {
    expect(writePointer(root, '/a/b/0', undefined)).toEqual({ a: { b: [2, 3] }, c: { d: 1 } })
    expect(writePointer(root, '/a/b/-', 4).a.b).toEqual([1, 2, 3, 4])
    expect(writePointer(root, '/e/f', true)).toEqual({ ...root, e: { f: true } })
  })

  it('keeps the order of the keys, and takes escaped and dangerous names as plain data', () => {
    expect(Object.keys(writePointer(root, '/a', 0))).toEqual(['a', 'c'])
    expect(readPointer(writePointer({}, '/x~1y~0z', 1), '/x~1y~0z')).toBe(1)
    const written = writePointer({} as object, '/__proto__', { evil: true })
    expect(Object.hasOwn(written, '__proto__')).toBe(true)
    expect((written as { evil?: boolean }).evil).toBeUndefined()
    expect(readPointer({}, '/constructor')).toBeUndefined()
  })
})

describe('applying a fix', () => {
  it('adds into lists, replaces and removes', () => {
    const result = applyPatch({ list: [1, 3], name: 'a', gone: true }, [
      { op: 'add', path: '/list/1', value: 2 },
      { op: 'replace', path: '/name', value: 'b' },
      { op: 'remove', path: '/gone' },
    ])
    expect(result).toEqual({ ok: true, value: { list: [1, 2, 3], name: 'b' } })
  })

  it('says which part no longer fits', () => {
    expect(applyPatch({}, [{ op: 'replace', path: '/x', value: 1 }])).toEqual({
      ok: false,
      reason: 'There is nothing at /x',
    })
  })
})

describe('opening a draft', () => {
  it('takes unfinished values, which the compiler points at', () => {
    const [trigger] = issueTriage.graph.nodes
    const unfinished = { ...issueTriage.graph, title: '', nodes: [{ ...trigger, title: '' }] }
    expect(readGraph(unfinished)).toMatchObject({ ok: true })
  })

  it('refuses what is no graph, with every place', () => {
    const read = readGraph({ ...issueTriage.graph, nodes: [{ kind: 'robot' }], edges: 7 })
    expect(read).toMatchObject({ ok: false, faults: [{ place: '/nodes/0/kind' }, { place: '/edges' }] })
  })

  it.each([['x'], [null], [[]], [3], [{}]])('refuses %j', (value) => {
    expect(readGraph(value).ok).toBe(false)
  })
})

describe('the role of a wire', () => {
  it.each(templates.map((template) => [template.name, template.graph] as const))(
    'is a way back in %s just where a verifier leads to a planner that comes before it',
    (_, graph) => {
      const kinds = new Map(graph.nodes.map((node) => [node.id, node.kind]))
      const roles = edgeRoles(graph)
      for (const edge of graph.edges) {
        const isBetween = kinds.get(edge.from.node) === 'verifier' && kinds.get(edge.to.node) === 'planner'
        // What passes goes on to the planner of the next stage.
        const leadsBack = isBetween && edge.from.port !== 'pass'
        expect([edge.id, roles.get(edge.id) === 'loop']).toEqual([edge.id, leadsBack])
      }
    },
  )
})

describe('changing a node’s id', () => {
  it('changes every place that names it, and the way back gives the same graph', () => {
    const { graph } = issueTriage
    for (const node of graph.nodes) {
      const renamed = renameNodeId(graph, node.id, 'brand-new')
      expect(JSON.stringify(renamed.edges)).not.toContain(`"node":"${node.id}"`)
      expect(renameNodeId(renamed, 'brand-new', node.id)).toEqual(graph)
    }
  })
})

describe('a schema from a sample', () => {
  it('has its shape and none of its values', () => {
    expect(
      schemaFromSample({ id: 1, name: 'secret', tags: ['a', 'b'], mixed: [1, 'x'], none: null }),
    ).toEqual({
      type: 'object',
      required: ['id', 'name', 'tags', 'mixed', 'none'],
      properties: {
        id: { type: 'integer' },
        name: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
        mixed: { type: 'array' },
        none: {},
      },
    })
  })
})

describe('the drawing of a retry', () => {
  it('grows by the factor up to the longest wait', () => {
    expect(
      retryWaits({ maxAttempts: 5, initialSeconds: 1, factor: 3, maxSeconds: 10, jitter: 'none' }),
    ).toEqual([1, 3, 9, 10])
  })
})

describe('the marks of a card', () => {
  const policy = {
    id: 'p',
    title: 'Careful',
    at: 'step',
    when: 'true',
    effect: 'require-approval',
    message: '',
  } as const
  const action = issueTriage.graph.nodes.find((node) => node.kind === 'action')
  const planner = issueTriage.graph.nodes.find((node) => node.kind === 'planner')

  it('show a policy that names no nodes on all of the kind that it looks at', () => {
    const graph = { ...issueTriage.graph, policies: [policy] }
    expect(action && nodeMarks(graph, action)).toMatchObject({
      policies: ['Careful'],
      approval: true,
      undo: true,
    })
    expect(planner && nodeMarks(graph, planner)).toMatchObject({ policies: [], approval: false })
  })

  it('show a policy that names nodes on those alone', () => {
    const graph = { ...issueTriage.graph, policies: [{ ...policy, on: ['somewhere-else'] }] }
    expect(action && nodeMarks(graph, action).policies).toEqual([])
  })
})

describe('finding', () => {
  it('looks into every property, not only titles', () => {
    const found = findInGraph(issueTriage.graph, 'SECURITY')
    expect(found.length).toBeGreaterThan(0)
    expect(found.some(({ field }) => field !== '/title')).toBe(true)
  })
})

describe('matching keys', () => {
  const press = (key: string, modifiers: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...modifiers,
  })

  it('tells a chord from the same key with other modifiers', () => {
    expect(matchesChord('Mod+Z', press('z', { ctrlKey: true }))).toBe(true)
    expect(matchesChord('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(matchesChord('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
    expect(matchesChord('C', press('c', { ctrlKey: true }))).toBe(false)
  })

  it('takes a sign as typed, whatever Shift the keyboard needs for it', () => {
    expect(matchesChord('?', press('?', { shiftKey: true }))).toBe(true)
    expect(matchesChord('+', press('+', { shiftKey: true }))).toBe(true)
  })
})
