import { parseCel } from './parseCel.ts'
import { endOfLiteral } from './scanBrackets.ts'

/** The conditions that a condition joins with `&&`, each as it is written; the condition itself when it joins none. */
export function conjunctsOf(source: string): string[] {
  const text = source.trim()
  const inner = withoutBrackets(text)
  if (inner !== null) return conjunctsOf(inner)
  const parts = splitAtAnd(text)
  const isSplit = parts.length > 1 && parts.every((part) => parseCel(part).ok)
  return isSplit ? parts.flatMap(conjunctsOf) : [text]
}

/** What stands in brackets that go around all of it; null when none do. */
function withoutBrackets(text: string): string | null {
  if (!text.startsWith('(') || !text.endsWith(')') || !parseCel(text).ok) return null
  const inner = text.slice(1, -1).trim()
  // In `(a) + (b)` the first bracket is closed before the last one, and what is between them is no expression.
  return parseCel(inner).ok ? inner : null
}

function splitAtAnd(source: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === '"' || char === "'") at = (endOfLiteral(source, at) ?? source.length) - 1
    else if ('([{'.includes(char)) depth += 1
    else if (')]}'.includes(char)) depth -= 1
    // Comments may hold anything, and these two bind less than `&&`.
    else if (source.startsWith('//', at) || (depth === 0 && (char === '?' || source.startsWith('||', at))))
      return [source]
    else if (depth === 0 && source.startsWith('&&', at)) {
      parts.push(source.slice(start, at).trim())
      start = at + 2
      at += 1
    }
  }
  return [...parts, source.slice(start).trim()]
}
