import { type Ast, childrenOf } from './ast.ts'
import { tickFunction } from './functions.ts'

/**
 * The same tree in which every round of a macro first spends work, in proportion to what the round evaluates. The
 * library has no bound of its own on loops.
 */
export function withTicks(ast: Ast): Ast {
  const { exprKind } = ast
  switch (exprKind.case) {
    case 'selectExpr':
      return {
        ...ast,
        exprKind: {
          case: 'selectExpr',
          value: { ...exprKind.value, operand: optional(exprKind.value.operand) },
        },
      }
    case 'callExpr':
      return {
        ...ast,
        exprKind: {
          case: 'callExpr',
          value: {
            ...exprKind.value,
            target: optional(exprKind.value.target),
            args: exprKind.value.args.map(withTicks),
          },
        },
      }
    case 'listExpr':
      return {
        ...ast,
        exprKind: {
          case: 'listExpr',
          value: { ...exprKind.value, elements: exprKind.value.elements.map(withTicks) },
        },
      }
    case 'structExpr':
      return {
        ...ast,
        exprKind: {
          case: 'structExpr',
          value: {
            ...exprKind.value,
            entries: exprKind.value.entries.map((entry) => ({
              ...entry,
              keyKind:
                entry.keyKind.case === 'mapKey'
                  ? { case: 'mapKey', value: withTicks(entry.keyKind.value) }
                  : entry.keyKind,
              value: optional(entry.value),
            })),
          },
        },
      }
    case 'comprehensionExpr': {
      const { value } = exprKind
      const round = roundCost(value.loopStep)
      return {
        ...ast,
        exprKind: {
          case: 'comprehensionExpr',
          value: {
            ...value,
            iterRange: optional(value.iterRange),
            accuInit: optional(value.accuInit),
            loopStep: optional(value.loopStep),
            loopCondition: value.loopCondition && allOf(ast.id, [tick(ast.id, round), value.loopCondition]),
          },
        },
      }
    }
    case 'constExpr':
    case 'identExpr':
    case undefined:
      return ast
  }
}

function optional(ast: Ast | undefined): Ast | undefined {
  return ast && withTicks(ast)
}

/** Nodes evaluated in a round, those of inner macros left out: they spend for themselves. */
function roundCost(step: Ast | undefined): number {
  if (!step) return 1
  if (step.exprKind.case === 'comprehensionExpr') return 1 + roundCost(step.exprKind.value.iterRange)
  return childrenOf(step).reduce((sum, child) => sum + roundCost(child), 1)
}

function call(id: bigint, name: string, args: Ast[]): Ast {
  return {
    $typeName: 'cel.expr.Expr',
    id,
    exprKind: { case: 'callExpr', value: { $typeName: 'cel.expr.Expr.Call', function: name, args } },
  }
}

function allOf(id: bigint, conditions: Ast[]): Ast {
  return call(id, '_&&_', conditions)
}

function tick(id: bigint, units: number): Ast {
  const cost: Ast = {
    $typeName: 'cel.expr.Expr',
    id,
    exprKind: {
      case: 'constExpr',
      value: { $typeName: 'cel.expr.Constant', constantKind: { case: 'int64Value', value: BigInt(units) } },
    },
  }
  return call(id, tickFunction, [cost])
}
