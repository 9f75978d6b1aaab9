import type { Scope } from '../engine/effect.ts'
import type { Json } from '../json.ts'
import type { Evaluated, PartlyEvaluated, Unknowns } from './evaluate.ts'

/** Answers in place of evaluation, for whoever looks at what could be rather than at what is. */
export type Oracle = {
  evaluate: (source: string, scope: Scope) => Evaluated
  evaluatePartly: (source: string, scope: Scope, unknowns: Unknowns) => PartlyEvaluated
  /** What a text with expressions comes to. */
  render: (text: string, scope: Scope) => Json
  /** Which of so many options is drawn, from 0. */
  draw: (options: number) => number
  /** Whether a value is known in whole, so that a schema can tell whether it fits; any other fits. */
  isKnown: (value: Json) => boolean
  /** What a check that needs no host comes to. */
  check: (check: object, scope: Scope) => 'pass' | 'fail' | 'inconclusive'
}

let asked: Oracle | null = null

/** The oracle that answers now; null where expressions are evaluated for real, which is everywhere but in `withOracle`. */
export function oracleAsked(): Oracle | null {
  return asked
}

/** Runs something whose expressions an oracle answers. What is not known meets every schema. */
export function withOracle<T>(oracle: Oracle, run: () => T): T {
  const before = asked
  asked = oracle
  try {
    return run()
  } finally {
    asked = before
  }
}
