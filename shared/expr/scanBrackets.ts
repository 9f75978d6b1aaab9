export type BracketScan = {
  /** Most brackets open at once. */
  depth: number
  deepestAt: number
  /** A bracket or a quote that does not fit: better words than the parser has for it. */
  fault: { message: string; at: number } | null
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Looks at the brackets of a CEL source, leaving out text literals. Linear, and without recursion. */
export function scanBrackets(source: string): BracketScan {
  const open: { closer: string; at: number }[] = []
  let depth = 0
  let deepestAt = 0
  let fault: BracketScan['fault'] = null
  for (let at = 0; at < source.length && !fault; at += 1) {
    const char = source.charAt(at)
    const closer = closerOf[char]
    if (char === '"' || char === "'") {
      const end = endOfLiteral(source, at)
      if (end === undefined) fault = { message: `The text that starts with ${char} has no end`, at }
      else at = end - 1
    } else if (closer) {
      open.push({ closer, at })
      if (open.length > depth) [depth, deepestAt] = [open.length, at]
    } else if (char === ')' || char === ']' || char === '}') {
      if (open.pop()?.closer !== char) fault = { message: `“${char}” closes nothing`, at }
    }
  }
  const unclosed = open.at(-1)
  if (!fault && unclosed)
    fault = { message: `“${source.charAt(unclosed.at)}” is never closed`, at: unclosed.at }
  return { depth, deepestAt, fault }
}

/** Where the text literal that starts with the quote at `start` ends (after its last quote); undefined when it does not. */
export function endOfLiteral(source: string, start: number): number | undefined {
  const quote = source.charAt(start)
  const triple = quote.repeat(3)
  const closing = source.startsWith(triple, start) ? triple : quote
  const raw = isRaw(source, start)
  for (let at = start + closing.length; at < source.length; at += 1) {
    if (source.startsWith(closing, at)) return at + closing.length
    if (source.charAt(at) === '\\' && !raw) at += 1
  }
  return undefined
}

/** Whether an `r` or `R` stands before the quote, as in `r"\d"`, `br'…'`: then a backslash escapes nothing. */
function isRaw(source: string, quoteAt: number): boolean {
  return /(^|[^A-Za-z0-9_])([rR][bB]?|[bB][rR])$/.test(source.slice(Math.max(0, quoteAt - 3), quoteAt))
}
