import { compile } from '../../../shared/compile/compile.ts'
import type { CompileAnswer, CompileQuestion } from './createCompiler.ts'

// The compiler is total: any graph gives an answer, so a question never goes without one.
addEventListener('message', ({ data }: MessageEvent<CompileQuestion>) => {
  const { program, diagnostics } = compile(data.graph, data.context)
  postMessage({ turn: data.turn, program, diagnostics } satisfies CompileAnswer)
})
