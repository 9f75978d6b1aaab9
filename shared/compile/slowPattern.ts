/**
 * Whether a regular expression repeats something that itself repeats without end, as in `(a+)*`: on a text that almost
 * matches, a backtracking engine then tries exponentially many ways. Such an engine matches the names in
 * `patternProperties`.
 */
export function isSlowPattern(source: string): boolean {
  /** For each open group, whether something in it repeats without end. */
  const groups: boolean[] = [false]
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === '\\') at += 1
    else if (char === '[') at = endOfClass(source, at)
    else if (char === '(') groups.push(false)
    else if (char === ')') {
      const repeats = groups.pop() ?? false
      const isRepeated = repeatsWithoutEnd(source, at + 1)
      if (repeats && isRepeated) return true
      if (repeats || isRepeated) groups[groups.length - 1] = true
    } else if (repeatsWithoutEnd(source, at)) groups[groups.length - 1] = true
  }
  return false
}

/** Whether an unbounded quantifier stands there; `{2,}` is one, `{2,5}` is not. */
function repeatsWithoutEnd(source: string, at: number): boolean {
  return /^([*+]|\{\d+,\})/.test(source.slice(at, at + 12))
}

function endOfClass(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source.charAt(at) === '\\') at += 1
    else if (source.charAt(at) === ']' && at > start + 1) return at
  }
  return source.length
}
