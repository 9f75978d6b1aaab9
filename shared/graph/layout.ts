import { z } from 'zod'
import { ItemId, NodeId } from './ids.ts'
import { Title } from './text.ts'

export const Position = z.strictObject({ x: z.number(), y: z.number() })
export type Position = z.infer<typeof Position>

/** Plain text that stands on the canvas, for people. */
export const CanvasNote = z.strictObject({
  id: ItemId,
  text: z.string().max(4000),
  x: z.number(),
  y: z.number(),
  width: z.number().min(80).max(2000),
  height: z.number().min(40).max(2000),
})
export type CanvasNote = z.infer<typeof CanvasNote>

/** A titled frame around nodes. It is as large as they need; a node that is in two groups belongs to the first. */
export const CanvasGroup = z.strictObject({
  id: ItemId,
  title: Title,
  nodes: z.array(NodeId).max(1000),
  /** Drawn as one card in place of its nodes. */
  folded: z.boolean().optional(),
})
export type CanvasGroup = z.infer<typeof CanvasGroup>

/** Where things stand on the canvas, and what stands there for people only. It never changes the program's version. */
export const Layout = z.strictObject({
  positions: z.record(NodeId, Position),
  viewport: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
  notes: z.array(CanvasNote).max(200).optional(),
  groups: z.array(CanvasGroup).max(200).optional(),
})
export type Layout = z.infer<typeof Layout>
