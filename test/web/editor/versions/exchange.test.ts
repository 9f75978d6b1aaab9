import { describe, expect, it } from 'vitest'
import { templates } from '../../../../shared/templates/templates.ts'
import { copyGraph, copyViewLink, exportGraph, importFile } from '../../../../web/editor/commands/exchange.ts'
import { pasteNodes } from '../../../../web/editor/commands/pasteNodes.ts'
import { restoreVersion } from '../../../../web/editor/commands/versions.ts'
import { changeCount, graphDiff } from '../../../../web/editor/model/graphDiff.ts'
import { draftSide, versionSide } from '../../../../web/editor/store/compareSlice.ts'
import type { EditorServices } from '../../../../web/editor/store/services.ts'
import { soundGraph } from '../../../support/graphs.ts'
import { editorFor } from '../editorFor.ts'

const [template] = templates
if (!template) throw new Error('There are no templates')

function editor(graph = soundGraph, services: Partial<EditorServices> = {}, unfinished = {}) {
  const told: string[] = []
  const store = editorFor(graph, unfinished)
  store.setState({
    services: { ...store.getState().services, tell: (text) => void told.push(text), ...services },
  })
  return { store, told, state: () => store.getState() }
}

describe('taking a loop out and in', () => {
  it('gives a file that another loop takes in whole, under its own name, as one step', async () => {
    const files: Record<string, string> = {}
    const { state: from } = editor(template.graph, { saveFile: (name, text) => void (files[name] = text) })
    await exportGraph.perform(from())
    const text = files[`${template.graph.name}.json`] ?? ''

    const { state, told } = editor(
      soundGraph,
      { pickFile: async () => text },
      {
        '#/limits/steps': { text: '1x', message: 'No number' },
      },
    )
    await importFile.perform(state())
    expect(changeCount(graphDiff(template.graph, state().graph))).toBe(0)
    expect(state().graph.name).toBe('sound')
    expect(state().unfinished).toEqual({})
    expect(told.join()).toContain('Undo')
    state().undo()
    expect(state().graph).toBe(soundGraph)
    expect(Object.keys(state().unfinished)).toEqual(['#/limits/steps'])
  })

  it('says what is wrong with a file, and changes nothing', async () => {
    for (const text of ['{', '[]', '{"format":"pavane.graph/1"}', '{"format":"other/9"}']) {
      const { state, told } = editor(soundGraph, { pickFile: async () => text })
      await importFile.perform(state())
      expect(told[0]).toMatch(/^This is not a graph: ./)
      expect(state().graph).toBe(soundGraph)
      expect(state().past).toEqual([])
    }
  })

  it('pastes a copied loop: whole where nothing is, beside the rest where something is', async () => {
    const { state } = editor(template.graph)
    await copyGraph.perform(state())
    const text = await state().services.readClipboard()

    const empty = editor({ ...soundGraph, nodes: [], edges: [] }, { readClipboard: async () => text })
    await pasteNodes.perform(empty.state())
    expect(changeCount(graphDiff(template.graph, empty.state().graph))).toBe(0)

    const full = editor(soundGraph, { readClipboard: async () => text })
    await pasteNodes.perform(full.state())
    const { graph } = full.state()
    expect(graph.nodes).toHaveLength(soundGraph.nodes.length + template.graph.nodes.length)
    expect(new Set(graph.nodes.map(({ id }) => id)).size).toBe(graph.nodes.length)
    expect(graph.limits).toBe(soundGraph.limits)
  })

  it('links to the version that is compared, else to the draft', async () => {
    const { state } = editor()
    await copyViewLink.perform(state())
    expect(await state().services.readClipboard()).toBe('http://pavane.test/loops/sound?view=draft')
    state().compare(versionSide(3), draftSide)
    await copyViewLink.perform(state())
    expect(await state().services.readClipboard()).toBe('http://pavane.test/loops/sound?view=3')
  })
})

describe('restoring a version', () => {
  it('is one edit that can be undone, keeps the name, and ends the comparison', async () => {
    const { state } = editor(soundGraph, {
      loadVersion: async () => ({ ...template.graph, name: 'older-name' }),
    })
    expect(restoreVersion.enabled(state())).toBe(false)
    state().compare(versionSide(2), draftSide)
    expect(restoreVersion.enabled(state())).toBe(true)
    await restoreVersion.perform(state())
    expect(changeCount(graphDiff(template.graph, state().graph))).toBe(0)
    expect(state().graph.name).toBe('sound')
    expect(state().comparison).toBeNull()
    expect(state().past.map(({ label }) => label)).toEqual(['Restored version 2'])
    state().undo()
    expect(state().graph).toBe(soundGraph)
  })
})
