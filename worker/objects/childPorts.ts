import type { Parent } from '../../shared/engine/event.ts'
import type { Outcome } from '../../shared/graph/nodes/outcome.ts'
import type { Json } from '../../shared/json.ts'
import type { HandedOver } from './shard/PersonalVault.ts'

/**
 * A step that is a run of its own asks for it: `handed` is what the tokens of the input stand for, and left out where there are none.
 * `toForget`: the child forgets it once it has ended, since its parent is to.
 */
export type ChildRequest = {
  input: Json
  parent: Parent
  trace: string
  handed?: HandedOver
  toForget?: boolean
}

/** How a child run stands. */
export type ChildState = { run: string; end: ChildEnd | null }
export type ChildEnd = {
  outcome: Outcome
  body: Json
  /** What the tokens of the body stand for; left out where there are none. */
  handed?: HandedOver
  /** Whether whoever takes them is to forget them once it has ended, too. */
  toForget?: boolean
  message: string
  costUsd: number
  /** How many steps it and its own children started. */
  steps: number
  /** Whether anything that it did stands. */
  stands: boolean
}
