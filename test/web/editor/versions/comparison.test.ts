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

  it('puts away what would stand in front of it', () => {
    const editor = editorFor()
    editor.getState().setPublishing(true)
    editor.getState().open({ type: 'find' })
    editor.getState().compare(versionSide(1), draftSide)
    expect(editor.getState()).toMatchObject({ publishing: false, prompt: null })
    editor.getState().endComparison()
    expect(editor.getState().comparison).toBeNull()
  })
})
