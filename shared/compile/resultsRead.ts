import { pathOf, walkAst } from '../expr/ast.ts'
import { parseCel } from '../expr/parseCel.ts'
import { referencesOf } from '../expr/references.ts'

/** Whose results some expressions read. */
export type ResultsRead = {
  /** Steps whose output is read; their status alone does not count. */
  steps: ReadonlySet<string>
  facts: ReadonlySet<string>
  /** The step is chosen while evaluating, so it can be any. */
  isAny: boolean
}

/** Which results these expressions read. */
export function resultsRead(sources: readonly string[]): ResultsRead {
  const steps = new Set<string>()
  const facts = new Set<string>()
  let isAny = false
  for (const source of sources) {
    const parsed = parseCel(source)
    if (!parsed.ok) continue
    const references = referencesOf(source)
    for (const fact of references.facts) facts.add(fact)
    walkAst(parsed.ast, (ast, { bound }) => {
      const [root = '', step, member] = pathOf(ast) ?? []
      if (root.replace(/^\./, '') !== 'steps' || bound.has('steps')) return true
      if (step === undefined) isAny = true
      else if (member === undefined || member === 'output') steps.add(step)
      return false
    })
  }
  return { steps, facts, isAny }
}
