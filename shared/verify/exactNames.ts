/** Names of one expression: with more it would nest too deeply, and take long to make. */
const atOnce = 2000

// oxlint-disable-next-line no-useless-escape -- what ends a class must be escaped in one
const syntax = /[\\^$.*+?()[\]{}|\/]/g

/**
 * Regular expressions, in JavaScript's syntax with the flag `u`, of which one matches each of these names, and none anything else. Each
 * is a tree of what its names begin with, so matching looks at a name once, however many there are.
 */
export function exactNames(names: readonly string[]): string[] {
  const sorted = [...new Set(names)].sort()
  const expressions: string[] = []
  for (let from = 0; from < sorted.length; from += atOnce)
    expressions.push(`^${tree(sorted.slice(from, from + atOnce).map((name) => Array.from(name)))}$`)
  return expressions
}

/** Of what follows the beginning that these have in common, which may be nothing. */
function tree(names: readonly (readonly string[])[]): string {
  const [first = []] = names
  let shared = 0
  while (shared < first.length && names.every((name) => name[shared] === first[shared])) shared += 1
  const prefix = first.slice(0, shared).join('').replace(syntax, '\\$&')
  if (names.length === 1) return prefix
  const branches = new Map<string, (readonly string[])[]>()
  for (const name of names) {
    const rest = name.slice(shared)
    const [next = ''] = rest
    branches.set(next, [...(branches.get(next) ?? []), rest])
  }
  return `${prefix}(?:${[...branches.values()].map(tree).join('|')})`
}
