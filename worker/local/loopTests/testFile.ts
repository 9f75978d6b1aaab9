import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { policyCaseReports } from '../../../shared/cases/policyCaseReports.ts'
import { runCase } from '../../../shared/cases/runCases.ts'
import type { LoopReport } from '../../../shared/cases/sarif.ts'
import { compile } from '../../../shared/compile/compile.ts'
import { openGraph } from '../../../shared/graph/migrate.ts'

/** Runs the tests that the graph in a file carries. A file that can't be tested says why. */
export function testFile(path: string, from = process.cwd()): LoopReport {
  const source = relative(from, path).split(sep).join('/') || path
  const failed = (error: string): LoopReport => ({ loop: source, source, cases: [], error })
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
  const opened = openGraph(value)
  const { program, diagnostics } = compile(value)
  if (!opened.ok || !program) {
    const [first] = diagnostics.filter(({ severity }) => severity === 'error')
    return failed(`It does not compile: ${first?.message ?? 'it is no graph'}.`)
  }
  const cases = (opened.graph.cases ?? []).map((test) => {
    const began = performance.now()
    const { events: _events, rejection: _why, ...report } = runCase(program, test)
    return { report, seconds: (performance.now() - began) / 1000 }
  })
  const ofPolicies = policyCaseReports(opened.graph.policies).map(({ report }) => ({ report, seconds: 0 }))
  return { loop: program.name, source, cases: [...cases, ...ofPolicies], error: null }
}
