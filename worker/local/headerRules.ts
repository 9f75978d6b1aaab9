import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Headers that every asset gets whose path matches the pattern (`*` stands for anything). */
export type HeaderRule = { pattern: string; headers: Record<string, string> }

/** Reads Cloudflare's `_headers` format, so that the local server sends the same headers as the deployed one. */
export function parseHeaderRules(text: string): HeaderRule[] {
  const rules: HeaderRule[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    if (!/^\s/.test(line)) {
      rules.push({ pattern: line.trim(), headers: {} })
      continue
    }
    const [, name, value] = /^\s+([^:\s]+):\s*(.*)$/.exec(line) ?? []
    const rule = rules.at(-1)
    if (!rule || !name || value === undefined)
      throw new Error(`A line of _headers says nothing clear: ${line}`)
    rule.headers[name.toLowerCase()] = value.trim()
  }
  return rules
}

/** The header rules of the build in `dist`. */
export function readHeaderRules(top: string): HeaderRule[] {
  return parseHeaderRules(readFileSync(join(top, 'dist/client/_headers'), 'utf8'))
}
