import type { NodeId } from '../graph/ids.ts'
import { openGraph } from '../graph/migrate.ts'
import type { Policy } from '../graph/policy.ts'
import type { JsonSchema } from '../graph/text.ts'
import { compile } from './compile.ts'
import type { Diagnostic } from './diagnostic.ts'
import { emitAction } from './emit.ts'
import { GraphIndex } from './graphIndex.ts'
import type { ProgramAction } from './program.ts'
import { type CompileContext, diagnose } from './report.ts'

/** An action by itself: as a program would have it, with what a run of its graph would ask about it. */
export type LoneAction = {
  node: NodeId
  action: ProgramAction
  /** The schema of the trigger’s input. */
  input: JsonSchema | null
  /** The planners that may use it. */
  planners: readonly NodeId[]
  policies: readonly Policy[]
}

/**
 * Compiles one action of a graph. What is wrong elsewhere in the graph, and how the action is wired, does not matter: a builder sends a
 * call before the loop around it is drawn. An action that is disabled is compiled as if it were not. Total, as `compile` is.
 */
export function compileAction(
  value: unknown,
  node: NodeId,
  context: CompileContext = {},
): { ok: true; lone: LoneAction } | { ok: false; errors: Diagnostic[] } {
  const opened = openGraph(value)
  if (!opened.ok) return { ok: false, errors: opened.diagnostics }
  const nodes = opened.graph.nodes.map((each) => {
    if (each.id !== node || each.kind !== 'action') return each
    const { disabled: _disabled, ...enabled } = each
    return enabled
  })
  const graph = { ...opened.graph, nodes }
  const index = new GraphIndex(graph)
  const action = index.nodeOf(node, 'action')
  if (!action)
    return { ok: false, errors: [diagnose('shape', {}, `There is no action “${node}” in the graph`)] }
  const errors = compile(graph, context).diagnostics.filter(
    ({ severity, at }) => severity === 'error' && at.node === node && at.field !== undefined,
  )
  if (errors.length > 0) return { ok: false, errors }
  const lone = {
    node,
    action: emitAction(index, action),
    input: index.trigger?.input ?? null,
    planners: index.plannersOf(node),
    policies: graph.policies,
  }
  return { ok: true, lone }
}
