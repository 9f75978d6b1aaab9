import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { inlineSelected } from '../../../web/editor/commands/subLoops.ts'
import { replaceStage, stageAsLoop } from '../../../web/editor/model/extractStage.ts'
import { inlineLoop } from '../../../web/editor/model/inlineLoop.ts'
import { writePointer } from '../../../web/editor/model/jsonPointer.ts'
import { stageOf } from '../../../web/editor/model/stage.ts'
import { withPositions } from '../../../web/editor/model/withPositions.ts'
import { editorFor, wiresOf } from './editorFor.ts'

const errors = (graph: Graph) => compile(graph).diagnostics.filter(({ severity }) => severity === 'error')

const stages = templates.flatMap((template) => {
  const graph = withPositions(template.graph)
  return graph.nodes.flatMap((node) => {
    const found = node.kind === 'planner' ? stageOf(graph, [node.id]) : null
    return found?.ok ? [{ name: `${template.name}: ${node.id}`, graph, stage: found.stage }] : []
  })
})

describe('a stage of each template', () => {
  it('is there to be extracted', () => expect(stages.length).toBeGreaterThanOrEqual(3))

  it.each(stages)('$name becomes a loop of its own and a run of it', ({ graph, stage }) => {
    const child = stageAsLoop(graph, stage, 'a-part', 'A part')
    const { graph: parent } = replaceStage(graph, stage, 'a-part', 'A part')
    // What other stages read of it is all that has to be mended.
    const others = graph.nodes.filter((node) => node.kind === 'planner').length > 1
    const codes = [...errors(child), ...errors(parent)].map(({ code }) => code)
    expect(codes.filter((code) => !(others && code === 'unknown-field'))).toEqual([])
    expect(child.nodes.filter((node) => stage.nodes.has(node.id))).toEqual(
      graph.nodes.filter((node) => stage.nodes.has(node.id)),
    )
  })

  it.each(stages)('$name comes back when its run is replaced by its nodes', ({ graph, stage }) => {
    const child = stageAsLoop(graph, stage, 'a-part', 'A part')
    const { graph: parent, action } = replaceStage(graph, stage, 'a-part', 'A part')
    const inlined = inlineLoop(parent, action, child)
    if (!inlined.ok) throw new Error(inlined.reason)
    const byId = (nodes: Graph['nodes']) => nodes.toSorted((one, other) => one.id.localeCompare(other.id))
    expect(byId(inlined.graph.nodes)).toEqual(byId(graph.nodes))
    expect(wiresOf(inlined.graph)).toEqual(wiresOf(graph))
    expect(inlined.graph.layout.positions).toEqual(graph.layout.positions)
    expect(inlined.graph.policies).toEqual(graph.policies)
  })
})

describe('the command that replaces the run of a loop', () => {
  const [stage] = stages
  if (!stage) throw new Error('No template has a stage')
  const child = stageAsLoop(stage.graph, stage.stage, 'a-part', 'A part')
  const { graph: parent, action } = replaceStage(stage.graph, stage.stage, 'a-part', 'A part')

  it('keeps what is edited while the loop is loaded', async () => {
    const store = editorFor(parent)
    const state = () => store.getState()
    const loaded = Promise.withResolvers<Graph | null>()
    Object.assign(state().services, { loadLoop: () => loaded.promise })
    state().select({ nodes: [action] })
    const done = inlineSelected.perform(state())
    state().write(null, '/description', 'Edited meanwhile')
    loaded.resolve(child)
    await done
    expect(state().graph.description).toBe('Edited meanwhile')
    expect(wiresOf(state().graph)).toEqual(wiresOf(stage.graph))
  })
})

describe('what is no whole stage', () => {
  const graph = withPositions(issueTriage.graph)
  const reason = (nodes: string[]) => {
    const found = stageOf(graph, nodes)
    return found.ok ? null : found.reason
  }
  it('is refused with the reason', () => {
    const outcome = graph.nodes.find((node) => node.kind === 'outcome')
    expect(reason([])).toBe('Select the planner of a stage, or the whole stage')
    expect(reason(['triage', outcome?.id ?? ''])).toBe(
      `“${outcome?.title}” is not part of the planner’s stage`,
    )
  })

  it('is not replaced by a loop: a stage that does more than run it once keeps what it does', () => {
    const found = stageOf(graph, ['triage'])
    if (!found.ok) throw new Error(found.reason)
    const child = stageAsLoop(graph, found.stage, 'a-part', 'A part')
    const { graph: parent, action } = replaceStage(graph, found.stage, 'a-part', 'A part')
    const planner = parent.nodes.findIndex((node) => node.kind === 'planner')
    const busy = writePointer(parent, `/nodes/${planner}/strategy/steps/0/when`, 'input.urgent')
    expect(inlineLoop(busy, action, child).ok).toBe(false)
  })
})
