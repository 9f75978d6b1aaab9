import { z } from 'zod'
import { NodeId } from './ids.ts'

export const Position = z.strictObject({ x: z.number(), y: z.number() })
export type Position = z.infer<typeof Position>

/** Where things stand on the canvas. It never changes the program's version. */
export const Layout = z.strictObject({
  positions: z.record(NodeId, Position),
  viewport: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
})
export type Layout = z.infer<typeof Layout>
