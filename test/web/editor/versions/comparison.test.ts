import { describe, expect, it } from 'vitest'
import {
  comparisonText,
  draftSide,
  parseComparison,
  theirsSide,
  versionSide,
} from '../../../../web/editor/store/compareSlice.ts'
import { editorFor } from '../editorFor.ts'

describe('a comparison in an address', () => {
  it('is read as it was written', () => {
    for (const comparison of [
      { from: versionSide(1), to: versionSide(12) },
      { from: versionSide(3), to: draftSide },
      { from: theirsSide, to: draftSide },
    ]) {
      expect(parseComparison(comparisonText(comparison))).toEqual(comparison)
    }
  })

  it('is none when it says something else', () => {
    for (const text of [
      null,
      '',
      '1',
      '..',
      '1..',
      '0..1',
      '-1..2',
      '1..2..3',
      'draft..draft',
      '2..2',
      '1..x',
    ]) {
      expect(parseComparison(text)).toBeNull()
    }
  })

  it('takes the inspector’s room, and gives it back as it was', () => {
    const state = () => editor.getState()
    const editor = editorFor()
    state().compare(versionSide(1), draftSide)
    expect(state().panes.inspector).toBe(false)
    state().compare(versionSide(1), versionSide(2))
    state().endComparison()
    expect(state().panes.inspector).toBe(true)
    state().setPane('inspector', false)
    state().compare(versionSide(1), draftSide)
    state().endComparison()
    expect(state().panes.inspector).toBe(false)
  })
})
