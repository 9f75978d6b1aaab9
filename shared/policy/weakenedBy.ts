import type { Policy, PolicyEffect } from '../graph/policy.ts'

/**
 * The policies that would hold runs to less, by id: those that are taken out, put on trial, or changed in any way that is not surely as
 * strict. One that comes to hide something counts, too: another may not see it any more. In doubt a policy is weaker.
 */
export function weakenedBy(from: readonly Policy[], to: readonly Policy[]): string[] {
  const after = new Map(to.map((policy) => [policy.id, policy]))
  const before = new Map(from.map((policy) => [policy.id, policy]))
  const weaker = from.filter((policy) => isEnforced(policy) && !isAsStrict(policy, after.get(policy.id)))
  const hiding = to.filter(
    (policy) =>
      isEnforced(policy) && policy.effect === 'redact' && !isSameHiding(before.get(policy.id), policy),
  )
  return [...new Set([...weaker, ...hiding].map(({ id }) => id))]
}

const isEnforced = ({ mode = 'enforce' }: Policy): boolean => mode === 'enforce'

/** What a policy does that lets others see what they saw. Hiding is none of these: what is denied is still logged as it is. */
const strictness: Record<Exclude<PolicyEffect, 'redact'>, number> = {
  flag: 0,
  'require-approval': 1,
  deny: 2,
}

function isAsStrict(was: Policy, is: Policy | undefined): boolean {
  if (!is || !isEnforced(is)) return false
  if (is.at !== was.at || is.when !== was.when || !coversAll(was.on, is.on)) return false
  if (was.effect === 'redact') return isSameHiding(was, is)
  if (is.effect === 'redact' || strictness[is.effect] < strictness[was.effect]) return false
  return is.effect !== 'require-approval' || was.effect !== 'require-approval' || asksAsMany(was, is)
}

function asksAsMany(was: Policy, is: Policy): boolean {
  const { approvers = ['approver'], need = 1 } = is
  return need >= (was.need ?? 1) && approvers.every((role) => (was.approvers ?? ['approver']).includes(role))
}

/** Left out is everything. */
const coversAll = (was: Policy['on'], is: Policy['on']): boolean =>
  is === undefined || (was !== undefined && was.every((node) => is.includes(node)))

function isSameHiding(was: Policy | undefined, is: Policy): boolean {
  if (was?.effect !== 'redact' || is.effect !== 'redact' || !isEnforced(was) || !isEnforced(is)) return false
  const same = (one: readonly string[] = [], other: readonly string[] = []) =>
    one.length === other.length && one.every((each) => other.includes(each))
  const everywhere = (was.on === undefined) === (is.on === undefined)
  return (
    was.at === is.at &&
    was.when === is.when &&
    everywhere &&
    same(was.on, is.on) &&
    same(was.redact, is.redact)
  )
}
