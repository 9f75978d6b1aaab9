import { RE2JS } from '@bufbuild/re2'
import { LruCache } from './lruCache.ts'

/** Compiling a pattern costs more than matching it. */
const known = new LruCache<string, { regex: RE2JS | null }>(500)

/**
 * The `pattern` of a JSON Schema as a matcher that takes time linear in the text, whatever the pattern; null when it is
 * none of RE2's, which knows no look-around and no back-references.
 */
export function schemaPattern(source: string): RE2JS | null {
  return known.get(source, () => ({ regex: compile(source) })).regex
}

function compile(source: string): RE2JS | null {
  try {
    // As JavaScript has it, so that what is no pattern there is none here.
    void new RegExp(source, 'u')
    return RE2JS.compile(asRe2(source))
  } catch {
    return null
  }
}

/** JavaScript writes a character as `\u00e9` or `\u{e9}`, RE2 as `\x{e9}`. */
function asRe2(source: string): string {
  return source.replace(
    /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|[^])/gi,
    (escape, braced?: string, four?: string) => {
      const code = braced ?? four
      return code === undefined ? escape : `\\x{${code}}`
    },
  )
}
