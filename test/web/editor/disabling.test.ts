import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import { issueTriage } from '../../../shared/templates/issueTriage.ts'
import { toggleDisabled } from '../../../web/editor/commands/toggleDisabled.ts'
import { isDisabled } from '../../../web/editor/model/disabling.ts'
import { editorFor } from './editorFor.ts'

const { graph } = issueTriage
const ofKind = (kind: string) => graph.nodes.filter((node) => node.kind === kind).map(({ id }) => id)
const [action = ''] = ofKind('action')
const [planner = ''] = ofKind('planner')

describe('disabling', () => {
  it('toggles what is selected, in one undo step, and gives the very graph back', async () => {
    const store = editorFor(graph)
    const state = () => store.getState()
    const select = (...nodes: string[]) => state().select({ nodes })
    const disabled = () =>
      state()
        .graph.nodes.filter(isDisabled)
        .map(({ id }) => id)
    select(planner, ...ofKind('action'))
    await toggleDisabled.perform(state())
    expect(disabled()).toEqual(ofKind('action'))
    expect(compile(state().graph).program?.version).not.toBe(compile(graph).program?.version)
    select(action)
    await toggleDisabled.perform(state())
    expect(disabled()).toEqual(ofKind('action').filter((id) => id !== action))
    select(...ofKind('action'))
    await toggleDisabled.perform(state())
    await toggleDisabled.perform(state())
    expect(JSON.stringify(state().graph)).toBe(JSON.stringify(graph))
    for (let step = 0; step < 4; step += 1) state().undo()
    expect(JSON.stringify(state().graph)).toBe(JSON.stringify(graph))
  })

  it('is not offered for what a run can’t go on without', () => {
    const store = editorFor(graph)
    for (const nodes of [[], [planner], ofKind('trigger'), ofKind('outcome')]) {
      store.getState().select({ nodes })
      expect(toggleDisabled.enabled(store.getState())).toBe(false)
    }
  })
})
