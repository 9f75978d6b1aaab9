import type { SandboxRule } from '../../../shared/api/sandbox.ts'
import type { SandboxTables } from './SandboxTables.ts'

type Call = { app: string; method: string; path: string }

/** The first rule for a call, used up by one. */
export function takeRule(tables: SandboxTables, call: Call): SandboxRule | null {
  const rules = tables.rules()
  const rule = rules.find((candidate) => matches(candidate, call))
  if (!rule) return null
  if (rule.times === null) return rule
  const left = rule.times - 1
  tables.setRules(
    rules.flatMap((other) => (other !== rule ? [other] : left > 0 ? [{ ...rule, times: left }] : [])),
  )
  return rule
}

function matches(rule: SandboxRule, { app, method, path }: Call): boolean {
  if (rule.app !== undefined && rule.app !== app) return false
  if (rule.method !== undefined && rule.method.toUpperCase() !== method) return false
  return matchesPattern(rule.path, path)
}

/** Whether a path fits a pattern in which `*` stands for anything. It walks the parts in order and never backtracks. */
function matchesPattern(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return path === pattern
  if (!path.startsWith(first)) return false
  const last = rest.pop() ?? ''
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}
