import { describe, expect, it } from 'vitest'
import type { Policy } from '../../../shared/graph/policy.ts'
import { weakenedBy } from '../../../shared/policy/weakenedBy.ts'

const aPolicy = (over: Partial<Policy> = {}): Policy => ({
  id: 'money',
  title: 'Money',
  at: 'step',
  when: 'args.n > 50',
  effect: 'require-approval',
  message: 'It pays.',
  on: ['pay'],
  approvers: ['approver', 'operator'],
  need: 2,
  ...over,
})
const hiding = (over: Partial<Policy> = {}) => aPolicy({ effect: 'redact', redact: ['/iban'], ...over })
const without = (field: keyof Policy, policy = aPolicy()): Policy =>
  Object.fromEntries(Object.entries(policy).filter(([name]) => name !== field)) as Policy

describe('policies hold runs to less', () => {
  it.each<[string, Policy, Policy | null]>([
    ['without one of them', aPolicy(), null],
    ['with one on trial', aPolicy(), aPolicy({ mode: 'dry-run' })],
    ['with another condition', aPolicy(), aPolicy({ when: 'args.n > 51' })],
    ['at another point', aPolicy(), aPolicy({ at: 'plan' })],
    ['for fewer actions', aPolicy({ on: ['pay', 'ship'] }), aPolicy()],
    ['for some actions in place of all', without('on'), aPolicy()],
    ['with an approval in place of a denial', aPolicy({ effect: 'deny' }), aPolicy()],
    ['with a flag in place of an approval', aPolicy(), aPolicy({ effect: 'flag' })],
    ['with fewer who agree', aPolicy(), aPolicy({ need: 1 })],
    ['with one who agrees', aPolicy(), without('need')],
    ['with more who may', aPolicy(), aPolicy({ approvers: ['approver', 'operator', 'builder'] as never })],
    ['where who may by default is named', without('approvers'), aPolicy()],
    ['with less hidden', hiding({ redact: ['/iban', '/name'] }), hiding()],
    ['with more hidden, which another may then not see', hiding(), hiding({ redact: ['/iban', '/n'] })],
    ['with a denial in place of what hides', hiding(), aPolicy({ effect: 'deny' })],
    ['with hiding where there was a denial', aPolicy({ effect: 'deny' }), hiding()],
    ['with hiding that was on trial', hiding({ mode: 'dry-run' }), hiding()],
  ])('%s', (_, was, is) => {
    expect(weakenedBy([was], is ? [is] : [])).toEqual(['money'])
  })

  it('with something that comes to be hidden', () => {
    expect(weakenedBy([], [hiding({ id: 'hide' })])).toEqual(['hide'])
  })
})

describe('policies hold runs to as much', () => {
  it.each<[string, Policy, Policy | null]>([
    ['as they are', aPolicy(), aPolicy()],
    ['with other words', aPolicy(), aPolicy({ title: 'Payments', message: 'Ask.', version: 2 })],
    ['for more actions', aPolicy(), aPolicy({ on: ['ship', 'pay'] })],
    ['for all actions', aPolicy(), without('on')],
    ['with a denial in place of an approval', aPolicy(), aPolicy({ effect: 'deny' })],
    ['with an approval in place of a flag', aPolicy({ effect: 'flag' }), aPolicy()],
    ['with more who agree', aPolicy(), aPolicy({ need: 3 })],
    ['with fewer who may', aPolicy(), aPolicy({ approvers: ['operator'] })],
    ['without one on trial', aPolicy({ mode: 'dry-run' }), null],
    ['with one that was on trial', aPolicy({ mode: 'dry-run' }), aPolicy()],
    ['with the same hidden', hiding(), hiding({ title: 'Hide it' })],
  ])('%s', (_, was, is) => {
    expect(weakenedBy([was], is ? [is] : [])).toEqual([])
  })

  it('with more of them', () => {
    const more = [aPolicy({ id: 'more', effect: 'deny' }), aPolicy()]
    expect(weakenedBy([aPolicy()], more)).toEqual([])
  })
})
