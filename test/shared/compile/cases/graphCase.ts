import type { Code } from '../../../../shared/compile/codes.ts'
import type { Diagnostic } from '../../../../shared/compile/diagnostic.ts'
import type { CompileContext } from '../../../../shared/compile/report.ts'

/** A graph with one fault: the code that names it, what it is in words, and where it must be reported. */
export type GraphCase = [
  code: Code,
  what: string,
  graph: unknown,
  at: Diagnostic['at'],
  context?: CompileContext,
]
