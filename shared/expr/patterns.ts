import { RE2JS } from '@bufbuild/re2'
import { LruCache } from './lruCache.ts'

/** Compiling a pattern costs more than matching it. */
const compiled = new LruCache<string, RE2JS>(200)

/** A regular expression of RE2, which knows no look-around and no back-references, and whose work is linear. Throws when it is none. */
export function patternOf(source: string): RE2JS {
  return compiled.get(source, () => RE2JS.compile(source))
}

/** Whether a text is a regular expression of RE2. */
export function isPattern(source: string): boolean {
  try {
    patternOf(source)
    return true
  } catch {
    return false
  }
}
