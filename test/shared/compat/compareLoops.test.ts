import { describe, expect, it } from 'vitest'
import { compareLoops } from '../../../shared/compat/compareLoops.ts'
import { LoopChange, verdictOf } from '../../../shared/compat/compatibility.ts'
import { compile } from '../../../shared/compile/compile.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { wire } from '../../../shared/templates/wire.ts'
import { action, soundGraph, withEdges, withNode, withNodes } from '../../support/graphs.ts'

const programOf = (graph: Graph): Program => {
  const { program, diagnostics } = compile(graph)
  if (!program) throw new Error(JSON.stringify(diagnostics))
  return program
}
const changes = (before: Graph, after: Graph) =>
  compareLoops(programOf(before), programOf(after)).map(({ who, path, change, breaking }) => [
    who,
    path,
    change,
    breaking,
  ])

const withInput = (input: object) => withNode(soundGraph, 'start', { input })
const withBody = (body: unknown, status = 'succeeded') => withNode(soundGraph, 'done', { body, status })
const waiting = (event: string) =>
  withEdges(
    withNode(
      withNodes(
        soundGraph,
        action('hold', { call: { uses: 'wait', for: { type: 'event', event, timeoutSeconds: 60 } } }),
      ),
      'plan',
      {
        strategy: {
          type: 'sequence',
          steps: [
            { id: 'one', action: 'act', args: { n: '{{ input.n }}' } },
            { id: 'two', action: 'hold' },
          ],
        },
      },
    ),
    wire('plan.plan', 'hold.step'),
    wire('hold.result', 'check.in'),
  )

describe('a new version of a loop', () => {
  it.each(templates.map(({ name, graph }) => [name, graph] as const))(
    'that is %s as it was changes nothing',
    (_, graph) => expect(compareLoops(programOf(graph), programOf(graph))).toEqual([]),
  )

  it('breaks callers where its input asks for more, and says where', () => {
    const input = { type: 'object', properties: { n: { type: 'number' } } }
    const found = compareLoops(
      programOf(withInput(input)),
      programOf(withInput({ ...input, required: ['n'] })),
    )
    expect(found).toEqual([
      {
        who: 'callers',
        path: '/input/n',
        change: 'required',
        breaking: true,
        message: 'Must now have “n”',
        example: {},
      },
    ])
    expect(found.map((change) => LoopChange.parse(change))).toEqual(found)
    expect(verdictOf(found)).toBe(true)
  })

  it('breaks callers that are checked in another way, unless nobody is checked any more', () => {
    const open = withNode(soundGraph, 'start', { auth: { scheme: 'none' } })
    expect(changes(open, soundGraph)).toContainEqual(['callers', '/auth/scheme', 'changed', true])
    expect(changes(soundGraph, open)).toEqual([['callers', '/auth/scheme', 'changed', false]])
    const other = withNode(soundGraph, 'start', { auth: { scheme: 'bearer', secret: 'other' } })
    expect(changes(soundGraph, other)).toEqual([
      ['callers', '/auth', 'changed', 'unknown'],
      ['workspace', '/secrets/other', 'added', 'unknown'],
    ])
  })

  it('tells of another dedupe key, of another answer and of checks that may reject', () => {
    const before = withNode(soundGraph, 'start', {
      respond: { mode: 'wait', seconds: 5 },
      dedupe: 'input.id',
    })
    const after = withNode(soundGraph, 'start', {
      quality: [{ id: 'fine', when: 'input.n > 0', effect: 'reject', message: '' }],
    })
    expect(changes(before, after)).toEqual([
      ['callers', '/dedupe', 'changed', 'unknown'],
      ['callers', '/quality/fine', 'added', 'unknown'],
      ['callers', '/respond', 'changed', true],
    ])
  })

  it('breaks readers where a member of a response is gone or of another type', () => {
    const before = withBody({ id: 'x', total: 1, because: '{{ verdict.reasons }}' })
    const after = withBody({ total: 'one', because: '{{ plan.rationale }}', more: true })
    expect(changes(before, after)).toEqual([
      ['readers', '/outcomes/done/body/id', 'removed', true],
      ['readers', '/outcomes/done/body/total', 'type', true],
      ['readers', '/outcomes/done/body/because', 'computed', 'unknown'],
      ['readers', '/outcomes/done/body/more', 'added', false],
    ])
    expect(changes(withBody({}), withBody({}, 'failed'))).toEqual([
      ['readers', '/outcomes/done/status', 'changed', true],
    ])
  })

  it('breaks whoever posts an event that nobody waits for any more', () =>
    expect(changes(waiting('paid'), waiting('settled'))).toEqual([
      ['senders', '/events/paid', 'removed', true],
      ['senders', '/events/settled', 'added', 'unknown'],
    ]))

  it('tells servers what they get now, and what they have to answer', () => {
    const output = (type: string) => ({
      type: 'object',
      properties: { status: { type: 'integer' }, body: { type: 'object', properties: { id: { type } } } },
    })
    const before = withNode(soundGraph, 'act', { output: output('number') })
    const after = withNode(soundGraph, 'act', {
      output: output('integer'),
      call: { uses: 'http', host: 'other', method: 'PUT', path: '/things', body: { n: 1 } },
    })
    expect(changes(before, after)).toEqual([
      ['servers', '/actions/act/output/body/id', 'type', true],
      ['servers', '/actions/act/call/host', 'changed', 'unknown'],
      ['servers', '/actions/act/call/method', 'changed', 'unknown'],
      ['servers', '/actions/act/call/body', 'type', true],
      ['workspace', '/hosts/other', 'added', 'unknown'],
    ])
  })
})
