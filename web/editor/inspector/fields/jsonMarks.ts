import type { Diagnostic } from '../../../../shared/compile/diagnostic.ts'
import type { CodeDiagnostic } from '../../../ui/CodeEditor.tsx'
import { parsePointer } from '../../model/jsonPointer.ts'

const none: readonly CodeDiagnostic[] = []

/** Marks in the text of a JSON field, at the last key on each problem's path that the text shows. */
export function jsonMarks(
  text: string,
  at: string,
  problems: readonly Diagnostic[],
): readonly CodeDiagnostic[] {
  if (problems.length === 0 || text === '') return none
  return problems.map(({ severity, message, at: place }) => {
    let from = 0
    for (const token of parsePointer((place.field ?? '').slice(at.length))) {
      const found = text.indexOf(JSON.stringify(token), from)
      if (found >= 0) from = found
    }
    const end = text.indexOf('\n', from)
    return { from, to: end < 0 ? text.length : end, severity, message }
  })
}
