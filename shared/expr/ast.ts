import type { parse } from '@bufbuild/cel'

/** A node of CEL's syntax tree, macros expanded. */
export type Ast = ReturnType<typeof parse>['expr']
export type Comprehension = Extract<Ast['exprKind'], { case: 'comprehensionExpr' }>['value']

/** The children of a node, in the order of the source. */
export function childrenOf(ast: Ast): Ast[] {
  const { exprKind } = ast
  switch (exprKind.case) {
    case 'selectExpr':
      return present([exprKind.value.operand])
    case 'callExpr':
      return present([exprKind.value.target, ...exprKind.value.args])
    case 'listExpr':
      return exprKind.value.elements
    case 'structExpr':
      return present(
        exprKind.value.entries.flatMap((entry) => [
          entry.keyKind.case === 'mapKey' ? entry.keyKind.value : undefined,
          entry.value,
        ]),
      )
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value
      return present([iterRange, accuInit, loopCondition, loopStep, result])
    }
    case 'constExpr':
    case 'identExpr':
    case undefined:
      return []
  }
}

/** The names that a comprehension brings into scope for its body. */
export function boundNames(comprehension: Comprehension): string[] {
  return [comprehension.iterVar, comprehension.iterVar2, comprehension.accuVar].filter((name) => name !== '')
}

export type AstPlace = {
  /** The names that macros around the node bring into scope. */
  bound: ReadonlySet<string>
  depth: number
  /** How many macros the node is repeated by. */
  loops: number
}

/**
 * Visits every node, parents first. Without recursion, so that no tree is too deep for it; `false` from the visitor
 * leaves out what is below.
 */
export function walkAst(root: Ast, visit: (ast: Ast, place: AstPlace) => unknown): void {
  const stack = [
    { ast: root, place: { bound: new Set<string>() as ReadonlySet<string>, depth: 1, loops: 0 } },
  ]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { ast, place } = next
    if (visit(ast, place) === false) continue
    const comprehension = ast.exprKind.case === 'comprehensionExpr' ? ast.exprKind.value : undefined
    const outside = { ...place, depth: place.depth + 1 }
    const inside = comprehension
      ? {
          bound: new Set([...place.bound, ...boundNames(comprehension)]),
          depth: place.depth + 1,
          loops: place.loops + 1,
        }
      : outside
    for (const child of childrenOf(ast).toReversed()) {
      const evaluatedOnce = child === comprehension?.iterRange || child === comprehension?.accuInit
      stack.push({ ast: child, place: evaluatedOnce ? outside : inside })
    }
  }
}

function present(nodes: (Ast | undefined)[]): Ast[] {
  return nodes.filter((node) => node !== undefined)
}

/** The node with that id, which is how evaluation errors name their place. */
export function findNode(root: Ast, id: bigint): Ast | undefined {
  let found: Ast | undefined
  walkAst(root, (ast) => {
    if (ast.id === id) found ??= ast
    return found === undefined
  })
  return found
}

/** `a.b["c"]` for a chain of names and literal keys; undefined for anything else. */
export function pathOf(ast: Ast): string[] | undefined {
  const { exprKind } = ast
  if (exprKind.case === 'identExpr') return [exprKind.value.name]
  if (exprKind.case === 'selectExpr' && exprKind.value.operand)
    return extend(pathOf(exprKind.value.operand), exprKind.value.field)
  if (exprKind.case !== 'callExpr' || exprKind.value.function !== '_[_]') return undefined
  const [operand, key] = exprKind.value.args
  if (!operand || key?.exprKind.case !== 'constExpr') return undefined
  const { constantKind } = key.exprKind.value
  if (constantKind.case === 'stringValue') return extend(pathOf(operand), constantKind.value)
  if (constantKind.case === 'int64Value') return extend(pathOf(operand), constantKind.value.toString())
  return undefined
}

function extend(path: string[] | undefined, key: string): string[] | undefined {
  return path && [...path, key]
}
