import { openGraph } from '../graph/migrate.ts'
import type { Code } from './codes.ts'
import type { Diagnostic } from './diagnostic.ts'
import { leaveOutDisabled } from './disabled/leaveOutDisabled.ts'
import { emit } from './emit.ts'
import { GraphIndex } from './graphIndex.ts'
import { checkArgTypes } from './passes/argTypes.ts'
import { checkCases } from './passes/cases.ts'
import { checkChecks } from './passes/checks.ts'
import { checkCosts } from './passes/costs.ts'
import { checkEffects } from './passes/effects.ts'
import { checkExpressions } from './passes/expressions.ts'
import { checkGivers } from './passes/givers.ts'
import { checkGoals } from './passes/goals.ts'
import { checkLimits } from './passes/limits.ts'
import { checkLoopEvents } from './passes/loopEvents.ts'
import { checkNeverFires } from './passes/neverFires.ts'
import { checkOwnRails } from './passes/ownRails.ts'
import { checkPaths } from './passes/paths.ts'
import { checkPlans } from './passes/plans.ts'
import { checkPolicyCases } from './passes/policyCases.ts'
import { checkRails } from './passes/rails.ts'
import { checkReachability } from './passes/reachability.ts'
import { checkRedactions } from './passes/redactions.ts'
import { checkReferences } from './passes/references.ts'
import { checkRepeats } from './passes/repeats.ts'
import { checkSafety } from './passes/safety.ts'
import { checkSchedules } from './passes/schedules.ts'
import { checkSchemas } from './passes/schemas.ts'
import { checkSettings } from './passes/settings.ts'
import { checkStructure } from './passes/structure.ts'
import { checkTables } from './passes/tables.ts'
import { checkVerifiers } from './passes/verifiers.ts'
import { checkWiring } from './passes/wiring.ts'
import type { Program } from './program.ts'
import type { CompileContext } from './report.ts'

export type Compiled = { program: Program | null; diagnostics: Diagnostic[] }

const passes: readonly ((index: GraphIndex, context: CompileContext) => Diagnostic[])[] = [
  checkStructure,
  checkWiring,
  checkReachability,
  checkExpressions,
  checkPlans,
  checkArgTypes,
  checkGoals,
  checkRails,
  checkTables,
  checkSchemas,
  checkSafety,
  checkVerifiers,
  checkChecks,
  checkSettings,
  checkSchedules,
  checkLoopEvents,
  checkPaths,
  checkLimits,
  checkNeverFires,
  checkReferences,
  checkEffects,
  checkRepeats,
  checkCosts,
  checkGivers,
  checkRedactions,
  checkOwnRails,
  checkCases,
]

/**
 * Compiles a graph. Total: any value gives a program, or diagnostics with at least one error; it never throws. Equal
 * graphs give equal programs with equal versions, however they are laid out and in whatever order they were drawn.
 */
export function compile(value: unknown, context: CompileContext = {}): Compiled {
  const opened = openGraph(value)
  if (!opened.ok) return { program: null, diagnostics: opened.diagnostics satisfies { code: Code }[] }
  const left = leaveOutDisabled(opened.graph)
  const index = new GraphIndex(left?.graph ?? opened.graph)
  const found = passes.flatMap((pass) => pass(index, context))
  const inGraph = left ? [...left.diagnostics, ...found.map((each) => left.kept.diagnostic(each))] : found
  const diagnostics = [...inGraph, ...checkPolicyCases(opened.graph.policies)]
  const isSound = diagnostics.every((diagnostic) => diagnostic.severity !== 'error')
  return { program: isSound ? emit(index) : null, diagnostics }
}
