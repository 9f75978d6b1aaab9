import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import { Graph } from '../../../shared/graph/graph.ts'
import { createDraftSync, type SaveAnswer } from '../../../web/editor/draft/createDraftSync.ts'
import { createLocalCopies } from '../../../web/editor/draft/localCopy.ts'
import { openDraft } from '../../../web/editor/draft/openDraft.ts'
import { overwriteTheirs, takeMerged, takeTheirs } from '../../../web/editor/draft/settleConflict.ts'
import { mergeGraphs } from '../../../web/editor/model/mergeGraphs.ts'
import { editorFor } from './editorFor.ts'

/** A server that keeps one draft and answers as the API does; `answer` can make it misbehave. */
function serverWith(graph: Graph) {
  const server = {
    draft: { graph: graph as unknown, revision: 1, savedAt: 1, savedBy: 'ada' },
    saves: [] as { title: string; revision: number }[],
    answer: null as SaveAnswer | null,
    save: async (next: Graph, revision: number): Promise<SaveAnswer> => {
      server.saves.push({ title: next.title, revision })
      if (server.answer) return server.answer
      if (revision !== server.draft.revision) return { type: 'stale' }
      server.draft = { graph: next, revision: revision + 1, savedAt: 2, savedBy: 'you' }
      return { type: 'saved', revision: revision + 1, at: 2 }
    },
  }
  return server
}

function session(title = 'Test loop') {
  const graph = emptyGraph('test-loop', title)
  const store = editorFor(graph)
  store.setState({ savedGraph: graph })
  const server = serverWith(graph)
  const local = createLocalCopies('test-loop', [sessionStorage, localStorage])
  const sync = createDraftSync({
    store,
    local,
    save: server.save,
    loadTheirs: async () => server.draft,
    now: Date.now,
  })
  const retitle = (next: string) => store.getState().write(null, '/title', next, 'Renamed')
  return { graph, store, server, local, sync, retitle }
}

beforeEach(() => {
  vi.useFakeTimers()
  sessionStorage.clear()
  localStorage.clear()
})
afterEach(() => vi.useRealTimers())

describe('saving a draft', () => {
  it('goes on where another tab has saved the very same', async () => {
    const { store, server, retitle } = session()
    retitle('A')
    server.draft = { graph: structuredClone(store.getState().graph), revision: 2, savedAt: 7, savedBy: 'you' }
    await vi.advanceTimersByTimeAsync(900)
    expect(store.getState().draft).toEqual({ type: 'saved', at: 7 })
    retitle('B')
    await vi.advanceTimersByTimeAsync(900)
    expect(server.saves.at(-1)).toEqual({ title: 'B', revision: 2 })
    expect(server.draft.revision).toBe(3)
  })

  it('waits for a pause, then saves once with the revision that was edited', async () => {
    const { store, server, retitle } = session()
    retitle('A')
    await vi.advanceTimersByTimeAsync(500)
    retitle('B')
    expect(store.getState().draft.type).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(900)
    expect(server.saves).toEqual([{ title: 'B', revision: 1 }])
    expect(store.getState()).toMatchObject({ draft: { type: 'saved' }, revision: 2 })
  })

  it('saves again what was edited while a save was under way', async () => {
    const { store, server, sync, retitle } = session()
    retitle('A')
    sync.saveNow()
    retitle('B')
    await vi.advanceTimersByTimeAsync(900)
    expect(server.saves).toEqual([
      { title: 'A', revision: 1 },
      { title: 'B', revision: 2 },
    ])
    expect(store.getState().draft.type).toBe('saved')
  })

  it('saves the part that somebody looks at, and no part where all was in sight: a window of another size shows all as well', async () => {
    const { store, server, retitle } = session()
    const savedViewport = () => Graph.parse(server.draft.graph).layout.viewport
    store.getState().setViewport({ x: 1, y: 2, zoom: 1 })
    retitle('A')
    await vi.advanceTimersByTimeAsync(900)
    expect(savedViewport()).toEqual({ x: 1, y: 2, zoom: 1 })
    store.setState(({ graph }) => ({
      graph: { ...graph, layout: { ...graph.layout, viewport: { x: 1, y: 2, zoom: 1 } } },
    }))
    store.getState().setViewport(null)
    retitle('B')
    await vi.advanceTimersByTimeAsync(900)
    expect(server.saves.at(-1)?.title).toBe('B')
    expect(savedViewport()).toBeUndefined()
  })

  it('keeps a copy in the browser until the server has it', async () => {
    const { local, server, retitle } = session()
    server.answer = { type: 'unreachable' }
    retitle('Kept')
    await vi.advanceTimersByTimeAsync(1000)
    expect(local.read()?.document.graph.title).toBe('Kept')
    server.answer = null
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.draft.graph).toMatchObject({ title: 'Kept' })
    expect(local.read()).toBeNull()
  })

  it('asks again, ever less often, while the server does not answer', async () => {
    const { store, server, retitle } = session()
    server.answer = { type: 'unreachable' }
    retitle('A')
    await vi.advanceTimersByTimeAsync(800)
    expect(store.getState().draft).toEqual({ type: 'offline', nextTryAt: Date.now() + 1000 })
    await vi.advanceTimersByTimeAsync(1000 + 2000 + 4000)
    expect(server.saves).toHaveLength(4)
    expect(store.getState().draft.type).toBe('offline')
  })

  it('writes what is edited as it is: text that is no value yet stays in the browser', async () => {
    const { store, local, server } = session()
    store.getState().keepUnfinished(null, '/limits/steps', { text: '1x', message: 'This is not a number' })
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.saves).toEqual([])
    expect(local.read()?.document.unfinished).toEqual({
      '#/limits/steps': { text: '1x', message: 'This is not a number' },
    })
  })
})

describe('two tabs on one draft', () => {
  async function conflicting() {
    const tab = session()
    tab.server.draft = { graph: emptyGraph('test-loop', 'Theirs'), revision: 5, savedAt: 9, savedBy: 'ada' }
    tab.retitle('Mine')
    await vi.advanceTimersByTimeAsync(900)
    return tab
  }

  it('tells the second what the first saved, and writes nothing over it', async () => {
    const { store, server, retitle } = await conflicting()
    expect(store.getState().draft).toMatchObject({
      type: 'conflict',
      theirs: { revision: 5, savedBy: 'ada' },
    })
    retitle('Mine, edited on')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.saves).toHaveLength(1)
    expect(server.draft.graph).toMatchObject({ title: 'Theirs' })
  })

  it('overwrites when the builder says so, from their revision', async () => {
    const { store, server, sync } = await conflicting()
    store.getState().setDraft({ type: 'unsaved' }, 5)
    sync.saveNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(server.draft).toMatchObject({ graph: { title: 'Mine' }, revision: 6 })
    expect(store.getState().draft.type).toBe('saved')
  })
})

describe('a tab that looks at what others saved', () => {
  it('follows while nothing is edited here, as a step that can be undone, and saves nothing', async () => {
    const { graph, store, server, sync } = session()
    server.draft = { graph: emptyGraph('test-loop', 'Theirs'), revision: 5, savedAt: 9, savedBy: 'ada' }
    sync.look()
    await vi.advanceTimersByTimeAsync(5000)
    expect(store.getState()).toMatchObject({
      graph: { title: 'Theirs' },
      revision: 5,
      draft: { type: 'saved' },
    })
    expect(server.saves).toEqual([])
    store.getState().undo()
    expect(store.getState().graph).toBe(graph)
  })

  it('leaves an own edit alone, which is then told of the other', async () => {
    const { store, server, sync, retitle } = session()
    server.draft = { graph: emptyGraph('test-loop', 'Theirs'), revision: 5, savedAt: 9, savedBy: 'ada' }
    retitle('Mine')
    sync.look()
    await vi.advanceTimersByTimeAsync(5000)
    expect(store.getState()).toMatchObject({ graph: { title: 'Mine' }, draft: { type: 'conflict' } })
  })
})

describe('settling two drafts', () => {
  async function conflict() {
    const tab = session()
    const theirs = { ...tab.graph, description: 'Theirs' }
    tab.server.draft = { graph: theirs, revision: 5, savedAt: 9, savedBy: 'ada' }
    tab.store.setState({ services: { ...tab.store.getState().services, save: tab.sync.saveNow } })
    tab.retitle('Mine')
    await vi.advanceTimersByTimeAsync(900)
    const { draft } = tab.store.getState()
    if (draft.type !== 'conflict') throw new Error(`The draft is ${draft.type}`)
    return { ...tab, theirs: draft.theirs, other: theirs }
  }

  it('saves both as one when they are merged', async () => {
    const { store, server, theirs, other } = await conflict()
    const { graph, savedGraph } = store.getState()
    takeMerged(store, theirs, mergeGraphs(savedGraph, graph, other).graph)
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.draft).toMatchObject({ graph: { title: 'Mine', description: 'Theirs' }, revision: 6 })
    expect(store.getState().draft.type).toBe('saved')
    store.getState().undo()
    expect(store.getState().graph).toBe(graph)
  })

  it('saves nothing when theirs is taken, and mine is one step back', async () => {
    const { store, server, theirs } = await conflict()
    const mine = store.getState().graph
    takeTheirs(store, theirs)
    await vi.advanceTimersByTimeAsync(2000)
    // What the next merge starts from.
    expect(store.getState().savedGraph).toBe(store.getState().graph)
    expect(server.saves).toHaveLength(1)
    expect(store.getState()).toMatchObject({
      draft: { type: 'saved' },
      revision: 5,
      graph: { description: 'Theirs' },
    })
    store.getState().undo()
    expect(store.getState().graph).toBe(mine)
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.draft).toMatchObject({ graph: { title: 'Mine' }, revision: 6 })
  })

  it('saves mine over theirs when the builder says so', async () => {
    const { store, server, theirs } = await conflict()
    overwriteTheirs(store, theirs)
    await vi.advanceTimersByTimeAsync(2000)
    expect(server.draft).toMatchObject({ graph: { title: 'Mine', description: '' }, revision: 6 })
  })

  it('keeps with the copy what it was edited from, so that it can be merged after a reload', async () => {
    const { graph, local, sync } = await conflict()
    sync.keepCopy()
    expect(local.read()?.base).toEqual(graph)
  })
})

describe('opening a draft again', () => {
  const server = { graph: emptyGraph('test-loop', 'Saved'), revision: 3, savedAt: 7, savedBy: 'ada' }
  const edited = {
    document: { graph: emptyGraph('test-loop', 'Edited'), unfinished: {} },
    revision: 3,
    base: emptyGraph('test-loop', 'Before'),
  }

  it('finds after a reload what was not saved yet', () => {
    expect(openDraft(server, edited)).toMatchObject({
      document: edited.document,
      draft: { type: 'unsaved' },
      recovered: true,
    })
  })

  it('asks when somebody saved in between', () => {
    expect(openDraft({ ...server, revision: 4 }, edited).draft).toMatchObject({
      type: 'conflict',
      theirs: { revision: 4 },
    })
    expect(openDraft({ ...server, revision: 4 }, edited).base).toBe(edited.base)
  })

  it('takes the server’s when nothing differs', () => {
    const same = { document: { graph: server.graph, unfinished: {} }, revision: 2, base: null }
    expect(openDraft(server, same)).toEqual({
      document: { graph: server.graph, unfinished: {} },
      draft: { type: 'saved', at: 7 },
      recovered: false,
      base: server.graph,
    })
  })

  it('passes over a copy that can’t be read', () => {
    const local = createLocalCopies('test-loop', [localStorage])
    for (const text of ['{', '[]', '{"graph":{"nodes":3},"unfinished":{},"revision":1}']) {
      localStorage.setItem('pavane.draft.test-loop', text)
      expect(local.read()).toBeNull()
    }
  })
})
