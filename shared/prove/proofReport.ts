import type { RunEvent } from '../engine/event.ts'
import type { NodeId } from '../graph/ids.ts'
import type { Clamped } from './clamp.ts'

/** The properties that every loop is held to; besides them, a builder states others. */
export const builtInProperties = {
  stuck: 'No run waits for something that can’t come',
  endless: 'Every run can come to an end of its own, not only to a limit',
  'ungated-effect': 'Nothing is done without the policies and approvals that guard it',
  'irreversible-before-gate':
    'Nothing irreversible is done before a policy, a person or an earlier verdict let it pass',
  'leaves-effects': 'A run that fails undoes what it did, or names what it leaves',
  'never-visited': 'Every node and every verdict’s route is used by some run',
} as const

export type BuiltInProperty = keyof typeof builtInProperties

/** One thing that happened on the way, and what was assumed with it. */
export type ProofChoice = { words: string; assumed: readonly string[]; events: number }

/** A run that breaks a property: the shortest there is. Nothing to show where something never happens. */
export type Violation = {
  property: string
  message: string
  at: { node: NodeId | null; route?: string }
  trace: RunEvent[]
  choices: ProofChoice[]
}

/** `holds` null: it could not be told, because not all was explored or it reads what is not known. */
export type ProvedProperty = { id: string; title: string; holds: boolean | null; note: string | null }

export type Explored = {
  states: number
  edges: number
  /** The most things that happen one after the other in a run. */
  depth: number
  /** Whether everything was looked at that can happen within the closer bounds. */
  complete: boolean
  /** Which bound was hit; null when none was. */
  bound: string | null
  clamped: readonly Clamped[]
}

export type ProofReport = { explored: Explored; violations: Violation[]; properties: ProvedProperty[] }

/** A property that a builder states, over what is seen of a run. */
export type StatedProperty = { id: string; title: string; holds: string; at: 'always' | 'end' }
