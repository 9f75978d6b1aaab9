import { z } from 'zod'
import { PortName } from '../graph/edge.ts'
import { EdgeId, NodeId } from '../graph/ids.ts'

/** Errors block publishing; warnings and notes don't. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/**
 * Where a diagnostic points. `field` is a JSON Pointer (RFC 6901) into the node, or into the graph when there is no
 * node. `edge` names a wire.
 */
export const Place = z.strictObject({
  node: NodeId.optional(),
  port: PortName.optional(),
  edge: EdgeId.optional(),
  field: z.string().optional(),
})
export type Place = z.infer<typeof Place>

/** A change to the graph that settles a diagnostic: a JSON Patch (RFC 6902) and the words for its button. */
export const Fix = z.strictObject({
  title: z.string(),
  patch: z.array(
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.literal('add'), path: z.string(), value: z.json() }),
      z.strictObject({ op: z.literal('replace'), path: z.string(), value: z.json() }),
      z.strictObject({ op: z.literal('remove'), path: z.string() }),
    ]),
  ),
})
export type Fix = z.infer<typeof Fix>

export const Diagnostic = z.strictObject({
  /** Stable, kebab-case, documented in `shared/compile/codes.ts`. */
  code: z.string(),
  severity: Severity,
  message: z.string(),
  at: Place,
  fix: Fix.optional(),
})
export type Diagnostic = z.infer<typeof Diagnostic>
