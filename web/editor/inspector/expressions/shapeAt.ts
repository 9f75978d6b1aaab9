import { GraphIndex } from '../../../../shared/compile/graphIndex.ts'
import { propertyRoots } from '../../../../shared/compile/propertyScope.ts'
import { Scopes } from '../../../../shared/compile/scopes.ts'
import type { ScopeShape } from '../../../../shared/expr/check.ts'
import type { Graph } from '../../../../shared/graph/graph.ts'

/** What the compiler lets the expressions of a node read. Stated properties see a run from outside. */
export function shapeAt(graph: Graph, node: string | null, names: string): ScopeShape {
  const index = new GraphIndex(graph)
  if (names === propertyRoots.join(' ')) return new Scopes(index).property()
  return new Scopes(index).anywhereIn(node === null ? undefined : index.node(node))
}
