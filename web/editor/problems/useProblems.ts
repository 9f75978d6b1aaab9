import { useMemo } from 'react'
import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Unfinished } from '../store/documentSlice.ts'
import { useEditor } from '../store/EditorContext.ts'

/** What the compiler says, and the fields that hold text which is no value yet. */
export function useProblems(): readonly Diagnostic[] {
  const diagnostics = useEditor((state) => state.diagnostics)
  const unfinished = useEditor((state) => state.unfinished)
  return useMemo(() => allProblems(diagnostics, unfinished), [diagnostics, unfinished])
}

export function allProblems(
  diagnostics: readonly Diagnostic[],
  unfinished: Readonly<Record<string, Unfinished>>,
): readonly Diagnostic[] {
  const entries = Object.entries(unfinished)
  if (entries.length === 0) return diagnostics
  return [...entries.map(([key, kept]) => unfinishedProblem(key, kept)), ...diagnostics]
}

function unfinishedProblem(key: string, { message }: Unfinished): Diagnostic {
  const hash = key.indexOf('#')
  const node = key.slice(0, hash)
  const field = key.slice(hash + 1)
  return {
    code: 'field-unfinished',
    severity: 'error',
    message,
    at: node === '' ? { field } : { node, field },
  }
}
