import { describe, expect, it } from 'vitest'
import { addFromCatalogue } from '../../../web/editor/commands/addFromCatalogue.ts'
import { connectPorts, drawWire } from '../../../web/editor/commands/connectPorts.ts'
import { copySelection } from '../../../web/editor/commands/copySelection.ts'
import { cutSelection } from '../../../web/editor/commands/cutSelection.ts'
import { deleteSelection } from '../../../web/editor/commands/deleteSelection.ts'
import { duplicateSelection } from '../../../web/editor/commands/duplicateSelection.ts'
import { pasteNodes } from '../../../web/editor/commands/pasteNodes.ts'
import { selectDownstream, selectUpstream } from '../../../web/editor/commands/selectReach.ts'
import { tidy } from '../../../web/editor/commands/tidy.ts'
import { undo } from '../../../web/editor/commands/undo.ts'
import { walkLeft, walkRight } from '../../../web/editor/commands/walk.ts'
import { canConnect, wireToCard } from '../../../web/editor/model/connect.ts'
import { choices } from '../../../web/editor/prompts/AddPrompt.tsx'
import type { EditorStore } from '../../../web/editor/store/createEditorStore.ts'
import { editorFor, entryFor, wiresOf } from './editorFor.ts'

const add = (store: EditorStore, ...keys: string[]) => {
  for (const key of keys) addFromCatalogue(store.getState(), entryFor(key))
}

/** What an editor tells whoever looks at it. */
function toldBy(store: EditorStore): string[] {
  const told: string[] = []
  const tell = (text: string) => void told.push(text)
  store.setState(({ services }) => ({ services: { ...services, tell } }))
  return told
}

/** Trigger, planner, action, verifier and outcome, each added after the one before. */
function simpleLoop(): EditorStore {
  const store = editorFor()
  add(store, 'trigger', 'planner-sequence', 'action-transform', 'verifier', 'outcome-succeeded')
  return store
}

describe('adding one node after another', () => {
  it('wires each to the selected one where it fits, and selects it', () => {
    const store = simpleLoop()
    expect(wiresOf(store.getState().graph)).toEqual([
      'plan.plan > transform.step',
      'transform.result > verify.in',
      'trigger.input > plan.in',
      'verify.pass > done.in',
    ])
    expect(store.getState().selection.nodes).toEqual(['done'])
  })

  it('leads another action of a planner to the verifier of the first', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['plan'] })
    add(store, 'action-wait')
    expect(wiresOf(store.getState().graph)).toEqual(
      expect.arrayContaining(['plan.plan > wait.step', 'wait.result > verify.in']),
    )
  })

  it('leads each outcome from the verdict that it is for, and takes the next free port once that is taken', () => {
    const store = simpleLoop()
    for (const outcome of ['outcome-rolled-back', 'outcome-bailed', 'outcome-failed']) {
      store.getState().select({ nodes: ['verify'] })
      add(store, outcome)
    }
    expect(wiresOf(store.getState().graph)).toEqual(
      expect.arrayContaining([
        'verify.rollback > undone.in',
        'verify.bail > safe.in',
        'verify.escalate > failed.in',
      ]),
    )
  })

  it('splices into the wire of a port that is taken when nothing else is free', () => {
    const store = editorFor()
    add(store, 'trigger', 'planner-sequence')
    store.getState().select({ nodes: ['trigger'] })
    add(store, 'approval')
    expect(wiresOf(store.getState().graph)).toEqual([
      'approve.granted > plan.in',
      'trigger.input > approve.in',
    ])
  })

  it('stands nowhere on another node', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['verify'] })
    add(store, 'outcome-bailed', 'outcome-failed')
    const places = Object.values(store.getState().graph.layout.positions).map(({ x, y }) => `${x} ${y}`)
    expect(new Set(places).size).toBe(places.length)
  })

  it('leaves loose what fits nowhere', () => {
    const store = editorFor()
    add(store, 'outcome-succeeded', 'trigger')
    expect(store.getState().graph.edges).toEqual([])
  })
})

describe('drawing wires', () => {
  it('refuses what does not fit, says why, and changes nothing', () => {
    const store = simpleLoop()
    const before = store.getState().graph
    const drawn = connectPorts(
      store.getState(),
      { node: 'trigger', port: 'input' },
      { node: 'verify', port: 'in' },
    )
    expect(drawn).toBe(false)
    expect(store.getState().graph).toBe(before)
    expect(store.getState().announcement.text).toContain('carries an input')
  })

  it('replaces the wire of a port that takes one, and says which', () => {
    const store = simpleLoop()
    add(store, 'outcome-failed')
    const told = toldBy(store)
    drawWire(store.getState(), { node: 'verify', port: 'pass' }, { node: 'failed', port: 'in' })
    expect(told).toEqual(['“pass” leads to “Failed”, no longer to “Done”. Undo brings it back.'])
    expect(wiresOf(store.getState().graph)).toContain('verify.pass > failed.in')
    expect(wiresOf(store.getState().graph)).not.toContain('verify.pass > done.in')
  })

  it('refuses to wire the same ports twice', () => {
    const store = simpleLoop()
    const from = { node: 'trigger', port: 'input' } as const
    expect(connectPorts(store.getState(), from, { node: 'plan', port: 'in' })).toBe(false)
    expect(store.getState().announcement.text).toBe('They are wired already')
  })
})

describe('a wire that is let go', () => {
  const graph = () => simpleLoop().getState().graph

  it('over a card ends at the port that fits, from either side', () => {
    expect(wireToCard(graph(), { node: 'verify', port: 'replan' }, 'source', 'plan')).toEqual({
      from: { node: 'verify', port: 'replan' },
      to: { node: 'plan', port: 'in' },
    })
    expect(wireToCard(graph(), { node: 'verify', port: 'in' }, 'target', 'transform')).toEqual({
      from: { node: 'transform', port: 'result' },
      to: { node: 'verify', port: 'in' },
    })
  })

  it('over a card that takes none such is refused with the reason', () => {
    const store = simpleLoop()
    const wire = wireToCard(graph(), { node: 'transform', port: 'result' }, 'source', 'done')
    expect(wire && canConnect(store.getState().graph, wire.from, wire.to)).toEqual({
      ok: false,
      reason: expect.stringContaining('“result” carries a result'),
    })
    const toTrigger = wireToCard(graph(), { node: 'verify', port: 'replan' }, 'source', 'trigger')
    expect(toTrigger && canConnect(graph(), toTrigger.from, toTrigger.to)).toEqual({
      ok: false,
      reason: 'Nothing leads to a trigger',
    })
    const fromOutcome = wireToCard(graph(), { node: 'plan', port: 'in' }, 'target', 'done')
    expect(fromOutcome && canConnect(graph(), fromOutcome.from, fromOutcome.to)).toEqual({
      ok: false,
      reason: 'Nothing comes after an outcome',
    })
  })

  it('from a trigger over an outcome is refused: such a run would end before it began', () => {
    const store = simpleLoop()
    const wire = wireToCard(graph(), { node: 'trigger', port: 'input' }, 'source', 'done')
    expect(wire && canConnect(store.getState().graph, wire.from, wire.to).ok).toBe(false)
  })

  it('in empty space puts a node before the port that it was drawn from', () => {
    const store = simpleLoop()
    const to = { node: 'plan', port: 'in' } as const
    const offered = choices(store.getState(), { type: 'add', to }).map(({ entry }) => entry.kind)
    expect(new Set(offered)).toEqual(new Set(['trigger', 'verifier', 'approval']))
    addFromCatalogue(store.getState(), entryFor('approval'), { to })
    expect(wiresOf(store.getState().graph)).toContain('approve.granted > plan.in')
  })
})

describe('deleting a node', () => {
  it('joins what it stood between when the ends fit', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['verify'] })
    add(store, 'verifier')
    connectPorts(store.getState(), { node: 'verify', port: 'pass' }, { node: 'verify2', port: 'in' })
    connectPorts(store.getState(), { node: 'verify2', port: 'pass' }, { node: 'done', port: 'in' })
    store.getState().select({ nodes: ['verify2'] })
    void deleteSelection.perform(store.getState())
    expect(wiresOf(store.getState().graph)).toContain('verify.pass > done.in')
  })

  it('leaves a gap when they do not', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['transform'] })
    void deleteSelection.perform(store.getState())
    expect(wiresOf(store.getState().graph)).toEqual(['trigger.input > plan.in', 'verify.pass > done.in'])
  })

  it('is one step to undo, and brings the selection back', () => {
    const store = simpleLoop()
    const before = store.getState().graph
    store.getState().select({ nodes: ['plan', 'verify'] })
    void deleteSelection.perform(store.getState())
    void undo.perform(store.getState())
    expect(store.getState().graph).toBe(before)
    expect(store.getState().selection.nodes).toEqual(['plan', 'verify'])
  })
})

describe('copying', () => {
  it('pastes under fresh ids, with the wires inside and the steps that name copied actions', async () => {
    const store = simpleLoop()
    store.getState().write('plan', '/strategy/steps', [{ id: 'one', action: 'transform' }], 'Added a step')
    store.getState().select({ nodes: ['plan', 'transform'] })
    await copySelection.perform(store.getState())
    await pasteNodes.perform(store.getState())
    const { graph, selection } = store.getState()
    expect(selection.nodes).toEqual(['plan2', 'transform2'])
    expect(wiresOf(graph)).toContain('plan2.plan > transform2.step')
    const copy = graph.nodes.find((node) => node.id === 'plan2')
    expect(copy?.kind === 'planner' && copy.strategy.type === 'sequence' && copy.strategy.steps).toEqual([
      { id: 'one', action: 'transform2' },
    ])
  })

  it('works from one loop to another by the text alone', async () => {
    const from = simpleLoop()
    from.getState().select({ nodes: ['verify'] })
    await copySelection.perform(from.getState())
    const text = await from.getState().services.readClipboard()
    const to = editorFor()
    await to.getState().services.writeClipboard(text)
    await pasteNodes.perform(to.getState())
    expect(to.getState().graph.nodes.map((node) => node.id)).toEqual(['verify'])
  })

  it('says so when the clipboard holds something else, and changes nothing', async () => {
    const store = simpleLoop()
    const before = store.getState().graph
    const told = toldBy(store)
    await store.getState().services.writeClipboard('{"nodes": 1}')
    await pasteNodes.perform(store.getState())
    expect(store.getState().graph).toBe(before)
    expect(told).toEqual(['The clipboard holds no nodes of a loop'])
  })

  it('cuts by copying first', async () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['done'] })
    await cutSelection.perform(store.getState())
    expect(store.getState().graph.nodes.some((node) => node.id === 'done')).toBe(false)
    await pasteNodes.perform(store.getState())
    expect(store.getState().graph.nodes.some((node) => node.id === 'done')).toBe(true)
  })

  it('duplicates beside the original', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['done'] })
    void duplicateSelection.perform(store.getState())
    const { positions } = store.getState().graph.layout
    expect(positions['done2']).toEqual({
      x: (positions['done']?.x ?? 0) + 40,
      y: (positions['done']?.y ?? 0) + 40,
    })
  })
})

describe('moving through a loop by key', () => {
  it('walks along the wires', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['trigger'] })
    void walkRight.perform(store.getState())
    void walkRight.perform(store.getState())
    expect(store.getState().selection.nodes).toEqual(['transform'])
    void walkLeft.perform(store.getState())
    expect(store.getState().selection.nodes).toEqual(['plan'])
    expect(store.getState().announcement.text).toBe('planner “Plan”')
  })

  it('selects what lies downstream and upstream', () => {
    const store = simpleLoop()
    store.getState().select({ nodes: ['verify'] })
    void selectDownstream.perform(store.getState())
    expect(store.getState().selection.nodes.toSorted()).toEqual(['done', 'verify'])
    store.getState().select({ nodes: ['plan'] })
    void selectUpstream.perform(store.getState())
    expect(store.getState().selection.nodes.toSorted()).toEqual(['plan', 'trigger'])
  })
})

describe('tidying up', () => {
  it('lays the main path left to right whatever a way back says', async () => {
    const store = simpleLoop()
    connectPorts(store.getState(), { node: 'verify', port: 'replan' }, { node: 'plan', port: 'in' })
    await tidy.perform(store.getState())
    const { positions } = store.getState().graph.layout
    const path = ['trigger', 'plan', 'transform', 'verify', 'done'].map((id) => positions[id]?.x ?? 0)
    expect(path).toEqual(path.toSorted((one, other) => one - other))
    expect(new Set(path).size).toBe(5)
  })

  it('stacks what a card leads to in the order of its ports', async () => {
    const store = simpleLoop()
    for (const [port, key, id] of [
      ['bail', 'outcome-failed', 'failed'],
      ['rollback', 'outcome-rolled-back', 'undone'],
      ['escalate', 'outcome-bailed', 'safe'],
    ] as const) {
      store.getState().select({})
      add(store, key)
      connectPorts(store.getState(), { node: 'verify', port }, { node: id, port: 'in' })
    }
    await tidy.perform(store.getState())
    const { positions } = store.getState().graph.layout
    const heights = ['done', 'undone', 'safe', 'failed'].map((id) => positions[id]?.y ?? 0)
    expect(heights).toEqual(heights.toSorted((one, other) => one - other))
    expect(new Set(heights).size).toBe(4)
  })

  it('puts an action that only undoes another under it', async () => {
    const store = simpleLoop()
    store.getState().select({})
    add(store, 'action-transform')
    connectPorts(store.getState(), { node: 'transform', port: 'undo' }, { node: 'transform2', port: 'step' })
    await tidy.perform(store.getState())
    const { positions } = store.getState().graph.layout
    expect(positions['transform2']?.x).toBe(positions['transform']?.x)
    expect(positions['transform2']?.y ?? 0).toBeGreaterThan(positions['transform']?.y ?? 0)
  })
})
