import { z } from 'zod'

/** A loop's name: it is part of URLs and of run ids. */
export const LoopName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'Use lower-case letters, digits and dashes, starting with a letter')
export type LoopName = z.infer<typeof LoopName>

/** A workspace's name: it is part of hooks' addresses, of run ids and of tokens. */
export const WorkspaceName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, 'Use lower-case letters, digits and dashes, starting with a letter')
export type WorkspaceName = z.infer<typeof WorkspaceName>

/** The workspace that every deployment has. Its name is left out of addresses, run ids and tokens. */
export const defaultWorkspace: WorkspaceName = 'default'

export const NodeId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'Use letters, digits, _ and -, starting with a letter')
export type NodeId = z.infer<typeof NodeId>

export const EdgeId = z.string().min(1).max(200)
export type EdgeId = z.infer<typeof EdgeId>

/** A step's id is a CEL identifier, because expressions read `steps.<id>`. */
export const StepId = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'Use letters, digits and _, starting with a letter')
export type StepId = z.infer<typeof StepId>

/** The name of a check, policy, rule or column: unique where it stands. */
export const ItemId = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, 'Use letters, digits, _ and -, starting with a letter')

/** The name of an event that is posted to a run: also a CloudEvents type, such as `com.example.paid`. */
export const SignalName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,127}$/, 'Use letters, digits, ., _ and -, starting with a letter')
export type SignalName = z.infer<typeof SignalName>

/** A host or secret that the workspace defines and a graph refers to by name. */
export const ResourceName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and _, starting with a letter')
export type ResourceName = z.infer<typeof ResourceName>
