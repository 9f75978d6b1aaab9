import { z } from 'zod'

/** The schema of an event: its type, and what it holds. */
export const eventSchema = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(data) })
