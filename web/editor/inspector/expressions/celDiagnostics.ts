import type { Diagnostic } from '../../../../shared/compile/diagnostic.ts'
import { parseCel } from '../../../../shared/expr/parseCel.ts'
import type { CodeDiagnostic } from '../../../ui/CodeEditor.tsx'

const none: readonly CodeDiagnostic[] = []

/** The compiler's words under the text: at the fault where the syntax is wrong, else under all of it. */
export function celDiagnostics(text: string, problems: readonly Diagnostic[]): readonly CodeDiagnostic[] {
  if (problems.length === 0 || text === '') return none
  const parsed = text.includes('{{') ? null : parseCel(text)
  const from = parsed && !parsed.ok ? Math.min(parsed.offset, text.length - 1) : 0
  return problems.map(({ severity, message }) => ({ from, to: text.length, severity, message }))
}
