import { z } from 'zod'
import { EdgeId, NodeId } from './ids.ts'

export const PortName = z.enum([
  'in',
  'step',
  'input',
  'plan',
  'result',
  'undo',
  'pass',
  'replan',
  'rollback',
  'escalate',
  'bail',
  'granted',
  'denied',
  'expired',
])
export type PortName = z.infer<typeof PortName>

export const PortRef = z.strictObject({ node: NodeId, port: PortName })
export type PortRef = z.infer<typeof PortRef>

/** A directed wire from an out port to an in port. */
export const Edge = z.strictObject({ id: EdgeId, from: PortRef, to: PortRef })
export type Edge = z.infer<typeof Edge>
