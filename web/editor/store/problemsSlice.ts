import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { CompileContext } from '../../../shared/compile/report.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Slice } from './editorState.ts'

/** What the workspace has, by name; left out while it is not known. */
export type WorkspaceNames = CompileContext

export type ProblemsSlice = {
  workspace: WorkspaceNames
  setWorkspace: (workspace: WorkspaceNames) => void
  diagnostics: readonly Diagnostic[]
  /** The program of `compiledGraph`; null when that has errors. */
  program: Program | null
  /** The graph that was compiled last; when it is not the current one, a result is on its way. */
  compiledGraph: Graph | null
  setCompiled: (result: { graph: Graph; program: Program | null; diagnostics: readonly Diagnostic[] }) => void
}

export const createProblemsSlice: Slice<ProblemsSlice> = (set) => ({
  workspace: {},
  setWorkspace: (workspace) => set({ workspace }),
  diagnostics: [],
  program: null,
  compiledGraph: null,
  setCompiled: ({ graph, program, diagnostics }) => set({ compiledGraph: graph, program, diagnostics }),
})
