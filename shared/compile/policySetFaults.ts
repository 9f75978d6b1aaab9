import { checkExpression } from '../expr/check.ts'
import type { Policy } from '../graph/policy.ts'
import { redactFaults } from './passes/redactions.ts'
import { workspacePolicyScope } from './policyScopes.ts'

/** What is wrong with a set of policies; `pointer` leads into the list. */
export type PolicySetFault = { pointer: string; message: string; warning: boolean }

/** Checks policies that hold for every loop, as far as that is possible without one. */
export function policySetFaults(policies: readonly Policy[]): PolicySetFault[] {
  const ids = new Set<string>()
  return policies.flatMap((policy, place) => {
    const isTwice = ids.has(policy.id)
    ids.add(policy.id)
    const { faults } = checkExpression(policy.when, workspacePolicyScope(policy.at), 'boolean')
    return [
      ...(isTwice
        ? [{ pointer: `/${place}/id`, message: `The id “${policy.id}” is used twice.`, warning: false }]
        : []),
      ...faults.map(({ message }) => ({ pointer: `/${place}/when`, message, warning: false })),
      ...redactFaults(policy).map(({ code, field, message }) => ({
        pointer: `/${place}${field}`,
        message,
        warning: code === 'redact-unused',
      })),
    ]
  })
}
