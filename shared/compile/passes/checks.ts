import type { Check, CheckOf } from '../../graph/nodes/check.ts'
import type { NodeOf } from '../../graph/nodes/node.ts'
import { gateId } from '../../graph/nodes/verifier.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { removeField, setField } from '../fixes.ts'
import type { GraphIndex } from '../graphIndex.ts'
import { diagnose, fieldOf } from '../report.ts'

/** Checks that can be made, and bounds that fit together. */
export function checkChecks(index: GraphIndex): Diagnostic[] {
  return index
    .nodesOf('verifier')
    .flatMap((verifier) => [
      ...verifier.checks.flatMap((check, place) => checkOne(index, verifier, check, `/checks/${place}`)),
      ...checkBounds(index, verifier),
    ])
}

function checkOne(
  index: GraphIndex,
  verifier: NodeOf<'verifier'>,
  check: Check,
  field: string,
): Diagnostic[] {
  const ofType = checkByType(index, verifier, check, field)
  if (verifier.gate === undefined || check.id !== gateId) return ofType
  const message = `The gate of “${verifier.title}” stands under that id among its checks`
  return [...ofType, diagnose('gate-id-taken', fieldOf(verifier.id, `${field}/id`), message)]
}

function checkByType(
  index: GraphIndex,
  { id }: NodeOf<'verifier'>,
  check: Check,
  field: string,
): Diagnostic[] {
  switch (check.type) {
    case 'http':
      return checkVotes(index, id, check, field)
    case 'variance':
      return checkExpected(index, id, check, field)
    case 'quality':
      return checkComplete(index, id, check, field)
    case 'drift':
      return checkFields(id, check, field)
    case 'schema':
    case 'integrity':
    case 'rule':
      return []
  }
}

function checkVotes(index: GraphIndex, id: string, { votes }: CheckOf<'http'>, field: string): Diagnostic[] {
  if (!votes || votes.need <= votes.of) return []
  const message = `It is asked ${votes.of} times, so ${votes.need} answers can’t hold`
  const fix = setField(index, id, `${field}/votes/need`, votes.of, `Need all ${votes.of}`)
  return [diagnose('votes-unreachable', fieldOf(id, `${field}/votes/need`), message, fix)]
}

/** Without an expression of its own it compares with what planners expect, and one of them has to say so. */
function checkExpected(
  index: GraphIndex,
  id: string,
  check: CheckOf<'variance'>,
  field: string,
): Diagnostic[] {
  if (check.expected !== undefined) return []
  const says = index
    .nodesOf('planner')
    .some(({ expected, strategy }) => expected !== undefined || canSay(strategy))
  if (says) return []
  const message = `“${check.title ?? check.id}” compares with what the plan expects, and no planner says that`
  return [diagnose('nothing-expected', fieldOf(id, field), message)]
}

/** An external planner says what it expects with its plan. */
function canSay(strategy: NodeOf<'planner'>['strategy']): boolean {
  if (strategy.type === 'federation') return strategy.members.some((member) => canSay(member.strategy))
  return strategy.type === 'http'
}

function checkComplete(
  index: GraphIndex,
  id: string,
  { required = [], minComplete }: CheckOf<'quality'>,
  field: string,
): Diagnostic[] {
  if (minComplete === undefined || required.length > 0) return []
  const at = `${field}/minComplete`
  const fix = removeField(index, id, at, 'Remove the setting')
  return [diagnose('option-unused', fieldOf(id, at), 'Nothing is required that could be missing', fix)]
}

function checkFields(id: string, { fields }: CheckOf<'drift'>, field: string): Diagnostic[] {
  return fields.flatMap(({ name }, place) =>
    fields.findIndex((each) => each.name === name) < place
      ? [
          diagnose(
            'duplicate-item',
            fieldOf(id, `${field}/fields/${place}/name`),
            `Another field has the name “${name}”`,
          ),
        ]
      : [],
  )
}

function checkBounds(index: GraphIndex, verifier: NodeOf<'verifier'>): Diagnostic[] {
  const { id, escalateAtRisk, bailAtRisk } = verifier
  if (escalateAtRisk === undefined || bailAtRisk === undefined || escalateAtRisk < bailAtRisk) return []
  const message = `A risk of ${bailAtRisk} bails, so none is left that escalates at ${escalateAtRisk}`
  const fix = removeField(index, id, '/escalateAtRisk', 'Remove the bound')
  return [diagnose('risk-bounds', fieldOf(id, '/escalateAtRisk'), message, fix)]
}
