import type { Role } from '../api/rights.ts'
import type { NodeId } from '../graph/ids.ts'
import { type Code, codes } from './codes.ts'
import type { Diagnostic, Fix, Place } from './diagnostic.ts'

/** What the compiler knows of the workspace. What is left out is not checked. */
export type CompileContext = {
  hosts?: readonly string[]
  secrets?: readonly string[]
  /** The hosts that a secret may go to, of those that may not go to any. */
  secretHosts?: Readonly<Record<string, readonly string[]>>
  loops?: readonly string[]
  /** Which loops each loop’s published version listens to. */
  follows?: Readonly<Record<string, readonly string[]>>
  /** How many people and tokens have each role. */
  people?: Readonly<Partial<Record<Role, number>>>
}

/** Makes a diagnostic; its severity is that of its code. */
export function diagnose(code: Code, at: Place, message: string, fix?: Fix): Diagnostic {
  const { severity } = codes[code]
  return fix ? { code, severity, message, at, fix } : { code, severity, message, at }
}

/** A field of a node. */
export function fieldOf(node: NodeId, field: string): Place {
  return { node, field }
}
