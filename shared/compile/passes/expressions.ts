import { checkExpression, checkTemplateText } from '../../expr/check.ts'
import type { ExprFault } from '../../expr/exprFault.ts'
import { childPointer } from '../../expr/pointer.ts'
import { referencesOf, templateReferences } from '../../expr/references.ts'
import type { ValueType } from '../../expr/schemaType.ts'
import type { Node } from '../../graph/nodes/node.ts'
import type { Json } from '../../json.ts'
import type { Diagnostic, Place } from '../diagnostic.ts'
import { expressionPlaces } from '../expressionPlaces.ts'
import type { GraphIndex } from '../graphIndex.ts'
import type { Expected, ExpressionPlace } from '../placesIn.ts'
import { diagnose } from '../report.ts'
import { secretReaders } from '../secretReaders.ts'

/** Every expression and template, against what can be read where it stands. */
export function checkExpressions(index: GraphIndex): Diagnostic[] {
  return [...expressionPlaces(index).flatMap(checkPlace), ...index.nodes().flatMap(checkSecrets)]
}

function checkPlace(place: ExpressionPlace): Diagnostic[] {
  switch (place.type) {
    case 'cel': {
      const expects = place.expects === 'boolean' ? 'boolean' : 'anything'
      const { faults, type } = checkExpression(place.source, place.shape, expects)
      return [
        ...faults.map((fault) => diagnosticOf(fault, place.at)),
        ...checkKind(place.expects, type.kind, place.at),
      ]
    }
    case 'cell':
      return checkCell(place).map((fault) => diagnosticOf(fault, place.at))
    case 'template':
      return stringsIn(place.template, place.at.field ?? '').flatMap(({ text, field }) =>
        checkTemplateText(text, place.shape).map((fault) => diagnosticOf(fault, { ...place.at, field })),
      )
  }
}

/** What is certainly something else than is needed. A condition is looked at with its expression. */
function checkKind(expects: Expected, kind: ValueType['kind'], at: Place): Diagnostic[] {
  if (kind === null) return []
  if (expects === 'list' && kind !== 'list')
    return [diagnose('not-a-list', at, 'A list is needed to map over')]
  if (expects === 'seconds' && kind !== 'number')
    return [diagnose('not-seconds', at, 'A wait lasts a number of seconds')]
  return []
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

/** Secrets that are chosen while evaluating: nobody could tell which ones may be read. */
function checkSecrets(node: Node): Diagnostic[] {
  return secretReaders(node).flatMap(({ template, field }) =>
    templateReferences(template).open.has('secrets')
      ? [diagnose('open-secrets', { node: node.id, field }, 'Name the secret: secrets.<name>')]
      : [],
  )
}
