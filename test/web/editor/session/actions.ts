import fc from 'fast-check'
import { compile } from '../../../../shared/compile/compile.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'
import { checkTypes } from '../../../../shared/graph/nodes/check.ts'
import type { Node } from '../../../../shared/graph/nodes/node.ts'
import { addFromCatalogue } from '../../../../web/editor/commands/addFromCatalogue.ts'
import { commands } from '../../../../web/editor/commands/commands.ts'
import { connectPorts } from '../../../../web/editor/commands/connectPorts.ts'
import { takeIn } from '../../../../web/editor/commands/exchange.ts'
import { allStrategies } from '../../../../web/editor/inspector/strategy/strategyOptions.ts'
import { moveNodes } from '../../../../web/editor/model/align.ts'
import { asJson } from '../../../../web/editor/model/asJson.ts'
import { changeCall, usualSafety } from '../../../../web/editor/model/changeCall.ts'
import { changeCheck, newCheck } from '../../../../web/editor/model/changeCheck.ts'
import { changeStrategy } from '../../../../web/editor/model/changeStrategy.ts'
import { outPortsOf, targetsOf } from '../../../../web/editor/model/connect.ts'
import { nodeCatalogue } from '../../../../web/editor/model/nodeCatalogue.ts'
import { uniqueId } from '../../../../web/editor/model/uniqueId.ts'
import { applyFix } from '../../../../web/editor/problems/applyFix.ts'
import { sideText, versionSide } from '../../../../web/editor/store/compareSlice.ts'
import type { EditorStore } from '../../../../web/editor/store/createEditorStore.ts'
import type { EditorState } from '../../../../web/editor/store/editorState.ts'
import { addTest, emptyTest, removeTest } from '../../../../web/editor/tests/editTests.ts'
import { templateAt } from './world.ts'

/** Something that a builder does; what it gives is on its way until it is settled. */
type Deed = { label: string; perform: (state: EditorState) => unknown }

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)]
const nodeAt = (state: EditorState, index: number) => at(state.graph.nodes, index)

const pick = fc.nat(30)
const text = fc.string({ unit: 'binary', maxLength: 12 })
const place = fc.record({ x: fc.integer({ min: -500, max: 500 }), y: fc.integer({ min: -500, max: 500 }) })

const deed = (label: string, perform: Deed['perform']): Deed => ({ label, perform })

/** Every command object, whenever it is enabled. */
const command = fc
  .constantFrom(...commands)
  .map((each) => deed(each.id, (state) => (each.enabled(state) ? each.perform(state) : undefined)))

const select = fc
  .record({
    nodes: fc.array(pick, { maxLength: 4 }),
    edges: fc.array(pick, { maxLength: 2 }),
    notes: fc.array(pick, { maxLength: 1 }),
  })
  .map(({ nodes, edges, notes }) =>
    deed(`select ${nodes.join()} ${edges.join()}`, (state) =>
      state.select({
        nodes: [...new Set(nodes.flatMap((index) => nodeAt(state, index)?.id ?? []))],
        edges: [...new Set(edges.flatMap((index) => at(state.graph.edges, index)?.id ?? []))],
        notes: notes.flatMap((index) => at(state.graph.layout.notes ?? [], index)?.id ?? []),
      }),
    ),
  )

function portAt(state: EditorState, node: number, port: number) {
  const found = nodeAt(state, node)
  const out = found && at(outPortsOf(found.kind), port)
  return found && out ? { node: found.id, port: out.port } : undefined
}

const wire = fc.tuple(pick, pick, pick).map(([node, port, to]) =>
  deed(`wire ${node} ${port} ${to}`, (state) => {
    const from = portAt(state, node, port)
    const target = from && at(targetsOf(state.graph, from), to)
    if (from && target) connectPorts(state, from, target)
  }),
)

const add = fc
  .tuple(fc.constantFrom(...nodeCatalogue), pick, pick, place, fc.constantFrom('port', 'wire', 'place'))
  .map(([entry, first, second, where, how]) =>
    deed(`add ${entry.key} at a ${how}`, (state) => {
      const from = portAt(state, first, second)
      const edge = at(state.graph.edges, first)?.id
      if (how === 'port') addFromCatalogue(state, entry, { at: where, ...(from ? { from } : {}) })
      else if (how === 'wire') addFromCatalogue(state, entry, { at: where, ...(edge ? { edge } : {}) })
      else addFromCatalogue(state, entry, { at: where })
    }),
  )

const drag = fc.tuple(pick, place).map(([index, to]) =>
  deed('drag', (state) => {
    const node = nodeAt(state, index)
    if (node) state.edit('Moved', (graph) => moveNodes(graph, { [node.id]: to }))
  }),
)

const type = fc.tuple(pick, fc.constantFrom('/title', '/note'), text).map(([index, field, typed]) =>
  deed(`type ${JSON.stringify(typed)}`, (state) => {
    const node = nodeAt(state, index)
    if (node) state.write(node.id, field, typed)
  }),
)

const keep = fc
  .tuple(pick, fc.constantFrom('/note', '/checks/0/expr', '/checks/1/expr'), text)
  .map(([index, field, typed]) =>
    deed('keep unfinished', (state) => {
      const node = nodeAt(state, index)
      if (node) state.keepUnfinished(node.id, field, { text: typed, message: 'not yet' })
    }),
  )

const limit = fc
  .option(fc.integer(), { nil: undefined })
  .map((value) => deed(`limit ${value}`, (state) => state.write(null, '/limits/iterations', value)))

const rename = fc.tuple(pick, fc.constantFrom('other', 'x1', 'plan')).map(([index, base]) =>
  deed('rename an id', (state) => {
    const node = nodeAt(state, index)
    if (node)
      state.changeId(
        node.id,
        uniqueId(
          base,
          state.graph.nodes.map(({ id }) => id),
        ),
      )
  }),
)

/** Another way for the node to do what it does, as the inspector writes it. */
const change = fc.tuple(pick, pick).map(([index, to]) =>
  deed('change its way', (state) => {
    const node = nodeAt(state, index)
    if (node) changeWay(state, node, to)
  }),
)

function changeWay(state: EditorState, node: Node, to: number): void {
  if (node.kind === 'planner') {
    const strategy = at(allStrategies, to)?.value ?? 'sequence'
    state.write(node.id, '/strategy', asJson(changeStrategy(node.strategy, strategy)), 'Changed plans by')
  }
  if (node.kind === 'action') {
    const uses = (['http', 'transform', 'wait', 'loop', 'emit'] as const)[
      to % Object.keys(usualSafety).length
    ]
    const replace = (each: Node) => (each === node && uses ? changeCall(node, uses) : each)
    state.edit('Changed uses', (graph: Graph) => ({ ...graph, nodes: graph.nodes.map(replace) }))
  }
  if (node.kind === 'verifier') {
    const checks = node.checks.map((check) => changeCheck(asJson(check), at(checkTypes, to) ?? 'rule'))
    const id = uniqueId(
      'check',
      node.checks.map((check) => check.id),
    )
    state.write(node.id, '/checks', [...checks, newCheck(id)], 'Added a check')
  }
}

const reorder = fc.tuple(pick, fc.array(fc.nat(3), { maxLength: 3 })).map(([index, order]) =>
  deed(`reorder ${order.join()}`, (state) => {
    const node = nodeAt(state, index)
    if (node) state.reorder(node.id, '/checks', [...new Set(order)], 'Moved a check')
  }),
)

/** Which loop an action runs: one that can be put in its place, one that is gone, none. */
const run = fc.tuple(pick, fc.constantFrom('other', 'gone', '')).map(([index, loop]) =>
  deed(`run the loop “${loop}”`, (state) => {
    const node = nodeAt(state, index)
    if (node?.kind === 'action') state.write(node.id, '/call', { uses: 'loop', loop, input: '{{ args }}' })
  }),
)

const fix = pick.map((index) =>
  deed('fix', (state) => {
    const fixes = compile(state.graph).diagnostics.flatMap((diagnostic) => diagnostic.fix ?? [])
    const chosen = at(fixes, index)
    if (chosen) applyFix(state, chosen)
  }),
)

const test = fc.tuple(fc.boolean(), pick).map(([adds, index]) =>
  deed(adds ? 'add a test' : 'remove a test', (state) => {
    const known = at(state.graph.cases ?? [], index)
    if (adds) addTest(state, emptyTest(), 'form')
    else if (known) removeTest(state, known.id)
  }),
)

const compare = fc
  .tuple(pick, pick)
  .map(([from, to]) =>
    deed(`compare ${sideText(versionSide(from + 1))}`, (state) =>
      state.compare(versionSide(from + 1), versionSide(to + 1)),
    ),
  )

const importText = pick.map((index) =>
  deed('import', (state) => void takeIn(state, JSON.stringify(templateAt(index).graph))),
)

export const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 8, arbitrary: command },
  { weight: 6, arbitrary: select },
  { weight: 3, arbitrary: wire },
  { weight: 3, arbitrary: add },
  { weight: 2, arbitrary: type },
  { weight: 2, arbitrary: keep },
  { weight: 2, arbitrary: change },
  ...[drag, limit, rename, reorder, run, fix, test, compare, importText].map((arbitrary) => ({
    weight: 1,
    arbitrary,
  })),
)

/** Does one after another; each begins before what the ones before it left on its way has come. */
export async function perform(store: EditorStore, session: readonly Deed[]): Promise<void> {
  const under: unknown[] = []
  for (const [index, each] of session.entries()) {
    under.push(each.perform(store.getState()))
    if (index % 3 === 2) await Promise.resolve()
  }
  await Promise.all(under)
}
