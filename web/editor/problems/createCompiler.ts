import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { CompileContext } from '../../../shared/compile/report.ts'
import type { Graph } from '../../../shared/graph/graph.ts'

export type Compiled = { graph: Graph; program: Program | null; diagnostics: readonly Diagnostic[] }
export type CompileAnswer = { turn: number; program: Program | null; diagnostics: Diagnostic[] }
export type CompileQuestion = { turn: number; graph: unknown; context: CompileContext }

export type Compiler = { compile: (graph: Graph, context: CompileContext) => void; close: () => void }

const startThread = () => new Worker(new URL('./compileWorker.ts', import.meta.url), { type: 'module' })

let warmed: Worker | null = null

/** Starts the next compiler's thread ahead of its first graph: loading the compiler takes as long as loading a loop. */
export function warmCompiler(): void {
  warmed ??= startThread()
}

/** A compiler on a thread of its own. While it is busy only the newest graph waits, and only an answer to the newest graph is passed on. */
export function createCompiler(onCompiled: (result: Compiled) => void): Compiler {
  const worker = warmed ?? startThread()
  warmed = null
  let turn = 0
  let asked: Graph | null = null
  let waiting: { graph: Graph; context: CompileContext } | null = null
  let busy = false
  const ask = (graph: Graph, context: CompileContext) => {
    turn += 1
    asked = graph
    busy = true
    worker.postMessage({ turn, graph, context } satisfies CompileQuestion)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<CompileAnswer>) => {
    busy = false
    const next = waiting
    waiting = null
    if (next) ask(next.graph, next.context)
    else if (data.turn === turn && asked)
      onCompiled({ graph: asked, program: data.program, diagnostics: data.diagnostics })
  })
  return {
    compile: (graph, context) => {
      if (busy) waiting = { graph, context }
      else ask(graph, context)
    },
    close: () => worker.terminate(),
  }
}
