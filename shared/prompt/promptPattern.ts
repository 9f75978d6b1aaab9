/** What a pattern is a sign of. */
export type PatternFamily =
  | 'override'
  | 'persona'
  | 'extraction'
  | 'forgery'
  | 'exfiltration'
  | 'action'
  | 'authority'
  | 'disguise'
  | 'credential'
  | 'leak'

/**
 * A sign of manipulation or of a leak. `weight`, 0 to 1, is how much a single one counts. `source` is where the family is described: OWASP
 * Top 10 for LLM applications 2025 (LLM01 prompt injection, LLM02 sensitive information disclosure, LLM07 system prompt leakage), MITRE
 * ATLAS, papers. `pattern` holds no quantifier without an upper bound, so its work is linear in the text; it is only tried on texts that hold
 * one of `needs`, where that is given.
 */
export type PromptPattern = {
  id: string
  family: PatternFamily
  weight: number
  says: string
  source: string
  needs?: readonly string[]
  pattern: RegExp
}

/** Up to that many words in between. */
export const words = (most: number) => `(?:[ ,:;"“”(]{1,3}[\\p{L}\\p{N}’'_-]{1,20}){0,${most}}`

/** A pattern of its parts. */
export const phrase = (...parts: readonly string[]) => new RegExp(parts.join(''), 'u')
