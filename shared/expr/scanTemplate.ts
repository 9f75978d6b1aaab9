import { LruCache } from './lruCache.ts'
import { endOfLiteral } from './scanBrackets.ts'

export type TemplatePart =
  | { type: 'text'; text: string }
  /** `offset` is where the expression starts in the string. */
  | { type: 'expr'; source: string; offset: number }
export type TemplateScan = { ok: true; parts: TemplatePart[] } | { ok: false; error: string; offset: number }

/**
 * Splits a string into text and `{{ expressions }}`. Braces and quotes inside an expression belong to it: it ends at the
 * first `}}` outside of text literals and of its own brackets. A `\{{` stands for `{{` as text.
 */
export function scanTemplate(text: string): TemplateScan {
  return text.length > longestKept ? scan(text) : scans.get(text, () => scan(text))
}

/** Templates are few and rendered often. */
const scans = new LruCache<string, TemplateScan>(2000)
const longestKept = 4000

function scan(text: string): TemplateScan {
  const parts: TemplatePart[] = []
  let plain = ''
  let at = 0
  while (at < text.length) {
    const start = text.indexOf('{{', at)
    if (start === -1) break
    if (text.charAt(start - 1) === '\\' && start > at) {
      plain += `${text.slice(at, start - 1)}{{`
      at = start + 2
      continue
    }
    const end = endOfExpression(text, start + 2)
    if (typeof end !== 'number') return { ok: false, ...end }
    plain += text.slice(at, start)
    if (plain !== '') parts.push({ type: 'text', text: plain })
    plain = ''
    const inner = text.slice(start + 2, end)
    parts.push({
      type: 'expr',
      source: inner.trim(),
      offset: start + 2 + (inner.length - inner.trimStart().length),
    })
    at = end + 2
  }
  plain += text.slice(at)
  if (plain !== '' || parts.length === 0) parts.push({ type: 'text', text: plain })
  return { ok: true, parts }
}

/** Whether a string holds an expression, or tries to. */
export function hasExpression(text: string): boolean {
  const scan = scanTemplate(text)
  return !scan.ok || scan.parts.some((part) => part.type === 'expr')
}

/** Where the `}}` stands that ends the expression that begins at `from`, or why there is none. */
function endOfExpression(text: string, from: number): number | { error: string; offset: number } {
  let braces = 0
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '"' || char === "'") {
      const end = endOfLiteral(text, at)
      if (end === undefined) return { error: `The text that starts with ${char} has no end`, offset: at }
      at = end - 1
    } else if (char === '{') braces += 1
    else if (char === '}' && braces > 0) braces -= 1
    else if (char === '}' && text.charAt(at + 1) === '}') return at
  }
  return { error: 'A “{{” has no matching “}}”', offset: from - 2 }
}
