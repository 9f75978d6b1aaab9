import { checkExpression, checkTemplateText } from '../../expr/check.ts'
import type { ExprFault } from '../../expr/exprFault.ts'
import { childPointer } from '../../expr/pointer.ts'
import { referencesOf, templateReferences } from '../../expr/references.ts'
import type { ActionNode } from '../../graph/nodes/action.ts'
import type { Json } from '../../json.ts'
import type { Diagnostic, Place } from '../diagnostic.ts'
import { callTemplate, type ExpressionPlace, expressionPlaces } from '../expressionPlaces.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose } from '../report.ts'

/** Every expression and template, against what can be read where it stands. */
export function checkExpressions(index: GraphIndex): Diagnostic[] {
  return [...expressionPlaces(index).flatMap(checkPlace), ...index.nodesOf('action').flatMap(checkSecrets)]
}

function checkPlace(place: ExpressionPlace): Diagnostic[] {
  switch (place.type) {
    case 'cel': {
      const { faults } = checkExpression(place.source, place.shape, place.expects)
      return faults.map((fault) => diagnosticOf(fault, place.at))
    }
    case 'cell':
      return checkCell(place).map((fault) => diagnosticOf(fault, place.at))
    case 'template':
      return stringsIn(place.template, place.at.field ?? '').flatMap(({ text, field }) =>
        checkTemplateText(text, place.shape).map((fault) => diagnosticOf(fault, { ...place.at, field })),
      )
  }
}

/** A cell is a literal, a list, or a condition; an expression that reads nothing is a literal. */
function checkCell(place: Extract<ExpressionPlace, { type: 'cell' }>): ExprFault[] {
  const { faults, type } = checkExpression(place.source, place.shape)
  const isLiteral = referencesOf(place.source).roots.size === 0
  if (isLiteral || type.kind === null || type.kind === 'bool' || type.kind === 'list') return faults
  return [
    ...faults,
    { code: 'not-boolean', message: 'A cell is a literal, a list or a condition', offset: 0 },
  ]
}

function diagnosticOf(fault: ExprFault, at: Place): Diagnostic {
  const isStep = fault.code === 'unknown-field' && fault.message.startsWith('steps has no ')
  if (!isStep) return diagnose(fault.code, at, fault.message)
  const name = /“(.*?)”/.exec(fault.message)?.[1] ?? ''
  return diagnose('unknown-step', at, `No plan has a step “${name}” here`)
}

/** The strings of a template with their JSON Pointers. */
function stringsIn(template: Json, field: string): { text: string; field: string }[] {
  const strings: { text: string; field: string }[] = []
  const rest: { value: Json; field: string }[] = [{ value: template, field }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { value, field: at } = next
    if (typeof value === 'string') strings.push({ text: value, field: at })
    else if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value).toReversed())
        rest.push({ value: member, field: childPointer(at, key) })
  }
  return strings
}

function checkSecrets(action: ActionNode): Diagnostic[] {
  if (!templateReferences(callTemplate(action.call)).open.has('secrets')) return []
  return [diagnose('open-secrets', { node: action.id, field: '/call' }, 'Name the secret: secrets.<name>')]
}
