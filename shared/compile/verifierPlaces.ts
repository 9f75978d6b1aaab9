import type { Check } from '../graph/nodes/check.ts'
import type { VerifierNode } from '../graph/nodes/verifier.ts'
import { type ExpressionPlace, placesIn } from './placesIn.ts'
import type { Scopes } from './scopes.ts'

/** Every place of a verifier that holds an expression. */
export function verifierPlaces(node: VerifierNode, scopes: Scopes): ExpressionPlace[] {
  const { cel } = placesIn(node.id)
  return [
    ...node.checks.flatMap((check, place) => checkPlaces(node, check, `/checks/${place}`, scopes)),
    ...cel('/gate/expr', node.gate?.expr, scopes.gate(node)),
  ]
}

function checkPlaces(node: VerifierNode, check: Check, field: string, scopes: Scopes): ExpressionPlace[] {
  const { cel, template } = placesIn(node.id)
  const shape = scopes.afterwards()
  switch (check.type) {
    case 'quality':
      return [
        ...cel(`${field}/target`, check.target, shape, 'anything'),
        ...cel(`${field}/fresh/at`, check.fresh?.at, shape, 'anything'),
      ]
    case 'schema':
    case 'integrity':
      return cel(`${field}/target`, check.target, shape, 'anything')
    case 'rule':
      return cel(`${field}/expr`, check.expr, shape)
    case 'variance':
      return [
        ...cel(`${field}/actual`, check.actual, shape, 'anything'),
        ...cel(`${field}/expected`, check.expected, shape, 'anything'),
      ]
    case 'drift':
      return check.fields.flatMap(({ value }, place) =>
        cel(`${field}/fields/${place}/value`, value, shape, 'anything'),
      )
    case 'http':
      return [
        ...template(`${field}/call/path`, check.call.path, scopes.checkCall()),
        ...template(`${field}/call/headers`, check.call.headers, scopes.checkCall()),
        ...template(`${field}/about`, check.about, shape),
      ]
  }
}
