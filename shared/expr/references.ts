import type { Json } from '../json.ts'
import { type Ast, pathOf, walkAst } from './ast.ts'
import { exprLimits } from './exprLimits.ts'
import { qualifiedName, typeNames } from './inferType.ts'
import { LruCache } from './lruCache.ts'
import { type ParsedCel, parseCel } from './parseCel.ts'
import { scanTemplate } from './scanTemplate.ts'

export type References = {
  /** Names that must be in scope. */
  readonly roots: ReadonlySet<string>
  /** Steps read as `steps.<id>`. */
  readonly steps: ReadonlySet<string>
  /** Secrets read as `secrets.<name>`. */
  readonly secrets: ReadonlySet<string>
  /** Facts read as `facts.<name>`, or asked for with `"<name>" in facts`. */
  readonly facts: ReadonlySet<string>
  /** Roots whose members are chosen while evaluating (`steps[x]`, `steps.all(…)`), so the names above are not all. */
  readonly open: ReadonlySet<string>
}

type Found = { [K in keyof References]: Set<string> }

const cache = new LruCache<string, References>(1000)

/** What an expression reads. A source that can't be parsed reads nothing. Cached. */
export function referencesOf(source: string): References {
  if (source.length > exprLimits.sourceLength) return noReferences()
  return cache.get(source, () => {
    const references = noReferences()
    addReferences(parseCel(source), references)
    return references
  })
}

/** What the expressions of a template read. */
export function templateReferences(template: Json): References {
  const references = noReferences()
  for (const text of stringsOf(template)) {
    const scan = scanTemplate(text)
    if (!scan.ok) continue
    for (const part of scan.parts) if (part.type === 'expr') addReferences(parseCel(part.source), references)
  }
  return references
}

function noReferences(): Found {
  return { roots: new Set(), steps: new Set(), secrets: new Set(), facts: new Set(), open: new Set() }
}

/** Every string in a value, however deep. */
function* stringsOf(value: Json): Generator<string> {
  const rest: Json[] = [value]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (typeof next === 'string') yield next
    else if (typeof next === 'object' && next !== null)
      for (const member of Object.values(next)) rest.push(member)
  }
}

function addReferences(parsed: ParsedCel | { ok: false }, references: Found): void {
  if (!parsed.ok) return
  const covered = new Set<Ast>()
  /** What stands before the dot of a function such as `strings.quote`. */
  const namespaces = new Set<Ast | undefined>()
  walkAst(parsed.ast, (ast, { bound }) => {
    if (ast.exprKind.case === 'callExpr' && qualifiedName(ast.exprKind.value))
      namespaces.add(ast.exprKind.value.target)
    if (namespaces.has(ast)) return false
    if (ast.exprKind.case === 'identExpr') addRoot(ast.exprKind.value.name, ast, bound, covered, references)
    else addPath(ast, bound, covered, references)
    return true
  })
}

function addRoot(
  written: string,
  ast: Ast,
  bound: ReadonlySet<string>,
  covered: ReadonlySet<Ast>,
  references: Found,
): void {
  const name = written.replace(/^\./, '')
  if (bound.has(name) || typeNames.has(name)) return
  references.roots.add(name)
  if (!covered.has(ast)) references.open.add(name)
}

/** `steps.a` and `steps["a"]`: the innermost selection from a root names the member. */
function addPath(ast: Ast, bound: ReadonlySet<string>, covered: Set<Ast>, references: Found): void {
  const path = membershipOf(ast) ?? pathOf(ast)
  const operand = operandOf(ast)
  if (path?.length !== 2 || operand?.exprKind.case !== 'identExpr') return
  const [root = '', member = ''] = path
  if (bound.has(root)) return
  covered.add(operand)
  if (root.replace(/^\./, '') === 'steps') references.steps.add(member)
  if (root.replace(/^\./, '') === 'secrets') references.secrets.add(member)
  if (root.replace(/^\./, '') === 'facts') references.facts.add(member)
}

/** `"a" in facts` names a member as `facts.a` does. */
function membershipOf(ast: Ast): string[] | undefined {
  if (ast.exprKind.case !== 'callExpr' || ast.exprKind.value.function !== '@in') return undefined
  const [key, container] = ast.exprKind.value.args
  if (key?.exprKind.case !== 'constExpr' || container?.exprKind.case !== 'identExpr') return undefined
  const { constantKind } = key.exprKind.value
  return constantKind.case === 'stringValue' ? [container.exprKind.value.name, constantKind.value] : undefined
}

function operandOf(ast: Ast): Ast | undefined {
  if (ast.exprKind.case === 'selectExpr') return ast.exprKind.value.operand
  if (ast.exprKind.case === 'callExpr')
    return ast.exprKind.value.args[ast.exprKind.value.function === '@in' ? 1 : 0]
  return undefined
}
