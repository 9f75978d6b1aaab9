import type { Diagnostic } from '../../../shared/compile/diagnostic.ts'
import type { Program } from '../../../shared/compile/program.ts'
import type { Graph } from '../../../shared/graph/graph.ts'

export type Compiled = { graph: Graph; program: Program | null; diagnostics: readonly Diagnostic[] }
export type CompileAnswer = { turn: number; program: Program | null; diagnostics: Diagnostic[] }
export type CompileQuestion = { turn: number; graph: unknown }

export type Compiler = { compile: (graph: Graph) => void; close: () => void }

/** A compiler on a thread of its own. While it is busy only the newest graph waits, and only an answer to the newest graph is passed on. */
export function createCompiler(onCompiled: (result: Compiled) => void): Compiler {
  const worker = new Worker(new URL('./compileWorker.ts', import.meta.url), { type: 'module' })
  let turn = 0
  let asked: Graph | null = null
  let waiting: Graph | null = null
  let busy = false
  const ask = (graph: Graph) => {
    turn += 1
    asked = graph
    busy = true
    worker.postMessage({ turn, graph } satisfies CompileQuestion)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<CompileAnswer>) => {
    busy = false
    const next = waiting
    waiting = null
    if (next) ask(next)
    else if (data.turn === turn && asked)
      onCompiled({ graph: asked, program: data.program, diagnostics: data.diagnostics })
  })
  return {
    compile: (graph) => {
      if (busy) waiting = graph
      else ask(graph)
    },
    close: () => worker.terminate(),
  }
}
