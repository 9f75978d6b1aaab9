import type { ScopeShape } from '../expr/check.ts'
import type { Assumption } from '../graph/assumption.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Json } from '../json.ts'
import type { Place } from './diagnostic.ts'

/** What an expression has to give. */
export type Expected = 'boolean' | 'list' | 'seconds' | 'anything'

/** An expression, or a template, of a graph: where it stands, what it can read and what is expected of it. */
export type ExpressionPlace = { at: Place; shape: ScopeShape } & (
  | { type: 'cel'; source: string; expects: Expected }
  /** A cell of a table: a literal, a list of them, or a condition. */
  | { type: 'cell'; source: string }
  | { type: 'template'; template: Json }
)

type Places = {
  cel: (field: string, source: string | undefined, shape: ScopeShape, expects?: Expected) => ExpressionPlace[]
  template: (field: string, value: Json | undefined, shape: ScopeShape) => ExpressionPlace[]
}

/** Makes the places of a node; one that is left out is none. A condition is expected unless something else is said. */
export function placesIn(node: NodeId): Places {
  return {
    cel: (field, source, shape, expects = 'boolean') =>
      source === undefined ? [] : [{ type: 'cel', source, expects, shape, at: { node, field } }],
    template: (field, value, shape) =>
      value === undefined ? [] : [{ type: 'template', template: value, shape, at: { node, field } }],
  }
}

/** What is taken for granted. */
export function assumptionPlaces(
  node: NodeId,
  assumes: readonly Assumption[] | undefined,
  shape: ScopeShape,
): ExpressionPlace[] {
  return (assumes ?? []).flatMap((assumption, place) =>
    assumption.type === 'holds' ? placesIn(node).cel(`/assumes/${place}/expr`, assumption.expr, shape) : [],
  )
}
