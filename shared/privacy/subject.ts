import type { PersonalValue } from './PersonalValues.ts'

const folded = (text: string) => text.normalize('NFKC').toLowerCase().trim()
const compact = (text: string) => folded(text).replace(/[\s().+/-]/g, '')

/** Shorter texts stand within many that are not about the person. */
const leastWithin = 6

/**
 * Whether a value is what a person is known by, however it is written: case, spaces and the signs between digits make no difference,
 * and within a longer text it counts, too.
 */
export function isAbout(subject: string, value: PersonalValue): boolean {
  const text = String(value)
  if (folded(text) === folded(subject)) return true
  const sought = compact(subject)
  if (sought.length < leastWithin) return compact(text) === sought
  return compact(text).includes(sought)
}
