import type { Expectations } from '../../../shared/graph/case.ts'
import type { Graph } from '../../../shared/graph/graph.ts'
import type { Check } from '../../../shared/graph/nodes/check.ts'
import type { Rails, Strategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'

/** Part of a document as plain JSON. Fields that are left out are not in it, which the static type can't say. */
export function asJson(part: Graph | Strategy | Rails | Check | Expectations): Json {
  return part as unknown as Json
}
