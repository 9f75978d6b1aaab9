import { jitter } from '../engine/retry.ts'
import type { SingleStrategy, Strategy } from '../graph/nodes/planner.ts'

/** A seed of 32 bits made from another and a name: the same for the same two, anywhere. */
export function derivedSeed(seed: number, name: string): number {
  return Math.floor(jitter(seed, name, 0) * 2 ** 32)
}

/** Whether a strategy draws by lot, or asks someone who may. */
export function isStochastic(strategy: Strategy): boolean {
  switch (strategy.type) {
    case 'choice':
    case 'http':
      return true
    case 'federation':
      return strategy.members.some((member) => isStochastic(member.strategy))
    case 'sequence':
    case 'table':
    case 'goal':
      return false
  }
}

/** The seed of one planner in an ask; null where nothing is drawn. */
export function seedFor(strategy: SingleStrategy, member: string | null, seed: number | null): number | null {
  if (seed === null || !isStochastic(strategy)) return null
  return member === null ? seed : derivedSeed(seed, member)
}
