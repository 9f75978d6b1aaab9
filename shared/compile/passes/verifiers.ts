import { alwaysIs } from '../../expr/alwaysIs.ts'
import { constantOf } from '../../expr/constantOf.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import type { Check } from '../../graph/nodes/verifier.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'
import { Scopes } from '../scopes.ts'

/** Verifiers can tell good from bad. */
export function checkVerifiers(index: GraphIndex): Diagnostic[] {
  const scopes = new Scopes(index)
  return index.nodesOf('verifier').flatMap((verifier) => checkVerifier(verifier, scopes))
}

function checkVerifier(verifier: NodeOf<'verifier'>, scopes: Scopes): Diagnostic[] {
  const { id, title, checks, gate, escalateAtRisk, bailAtRisk } = verifier
  const failing = checks.flatMap((check, place) => {
    if (check.type !== 'rule' || check.onFail === 'flag' || alwaysComesTo(check, scopes) !== false) return []
    return [
      diagnose('never-passes', fieldOf(id, `/checks/${place}/expr`), `The check “${check.id}” always fails`),
    ]
  })
  const counts = checks.filter((check) => check.onFail !== 'flag' && alwaysComesTo(check, scopes) !== true)
  const weighs = escalateAtRisk !== undefined || bailAtRisk !== undefined
  if (counts.length === 0 && !weighs && gate === undefined)
    return [...failing, diagnose('cannot-fail', fieldOf(id, '/checks'), `No check of “${title}” can fail`)]
  const holding = checks.flatMap((check, place) => {
    if (alwaysComesTo(check, scopes) !== true) return []
    const at = fieldOf(id, `/checks/${place}`)
    return [diagnose('check-cannot-fail', at, `The check “${check.id}” always holds`)]
  })
  return [...failing, ...holding]
}

/** Whether a check comes to the same whatever was done; null where it does not, or nobody can tell. */
function alwaysComesTo(check: Check, scopes: Scopes): boolean | null {
  switch (check.type) {
    case 'rule': {
      const constant = constantOf(check.expr)
      return typeof constant === 'boolean' ? constant : alwaysIs(check.expr, scopes.afterwards())
    }
    case 'schema':
      return Object.keys(check.schema).every((keyword) => saysNothing.has(keyword)) ? true : null
    case 'quality':
    case 'integrity':
    case 'variance':
    case 'drift':
    case 'http':
      return null
  }
}

/** Keywords that every value keeps. */
const saysNothing = new Set([
  'title',
  'description',
  'examples',
  'default',
  '$comment',
  '$schema',
  '$id',
  '$defs',
])
