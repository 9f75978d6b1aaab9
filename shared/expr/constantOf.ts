import type { Json } from '../json.ts'
import { evaluate } from './evaluate.ts'
import { referencesOf } from './references.ts'

/** The value of an expression that reads nothing; undefined where it reads something or can't be evaluated. */
export function constantOf(source: string): Json | undefined {
  if (referencesOf(source).roots.size > 0) return undefined
  const value = evaluate(source, {})
  return value.ok ? value.value : undefined
}
