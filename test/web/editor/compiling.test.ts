import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyGraph } from '../../../shared/graph/emptyGraph.ts'
import {
  type CompileAnswer,
  type Compiled,
  type CompileQuestion,
  createCompiler,
} from '../../../web/editor/problems/createCompiler.ts'

/** A thread that answers when it is told to. */
class SlowWorker extends EventTarget {
  static last: SlowWorker
  readonly asked: CompileQuestion[] = []
  ended = false
  constructor() {
    super()
    SlowWorker.last = this
  }
  postMessage(question: CompileQuestion) {
    this.asked.push(question)
  }
  answer() {
    const { turn } = this.asked.at(-1) as CompileQuestion
    const data: CompileAnswer = { turn, program: null, diagnostics: [] }
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  terminate() {
    this.ended = true
  }
}

beforeEach(() => vi.stubGlobal('Worker', SlowWorker))
afterEach(() => vi.unstubAllGlobals())

describe('compiling off the main thread', () => {
  const graphs = ['A', 'B', 'C'].map((title) => emptyGraph('test-loop', title))
  const [a, b, c] = graphs as [Compiled['graph'], Compiled['graph'], Compiled['graph']]

  it('asks for the newest graph only, and passes on its answer only', () => {
    const results: Compiled[] = []
    const compiler = createCompiler((result) => results.push(result))
    compiler.compile(a, {})
    compiler.compile(b, {})
    compiler.compile(c, {})
    const worker = SlowWorker.last
    expect(worker.asked.map((question) => question.graph)).toEqual([a])
    worker.answer()
    expect(results).toEqual([])
    expect(worker.asked.map((question) => question.graph)).toEqual([a, c])
    worker.answer()
    expect(results).toEqual([{ graph: c, program: null, diagnostics: [] }])
  })

  it('ends its thread', () => {
    const compiler = createCompiler(() => undefined)
    compiler.close()
    expect(SlowWorker.last.ended).toBe(true)
  })
})
