import { checkExpression } from '../expr/check.ts'
import type { WrittenPolicy } from '../graph/writtenPolicy.ts'
import { checkPolicyCases } from './passes/policyCases.ts'
import { redactFaults } from './passes/redactions.ts'
import { workspacePolicyScope } from './policyScopes.ts'

/** What is wrong with a set of policies; `pointer` leads into the list. */
export type PolicySetFault = { pointer: string; message: string; warning: boolean }

/** Checks policies that hold for every loop, as far as that is possible without one, and runs the cases that they carry. */
export function policySetFaults(policies: readonly WrittenPolicy[]): PolicySetFault[] {
  return [...ruleFaults(policies), ...caseFaults(policies)]
}

function ruleFaults(policies: readonly WrittenPolicy[]): PolicySetFault[] {
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

function caseFaults(policies: readonly WrittenPolicy[]): PolicySetFault[] {
  return checkPolicyCases(policies).map(({ at: { field = '' }, message, severity }) => ({
    pointer: field.replace(/^\/policies/u, ''),
    message,
    warning: severity !== 'error',
  }))
}
