import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  allows,
  GivenRight,
  Right,
  Role,
  rightsOf,
  rightsWithin,
  strongerRole,
} from '../../../shared/api/rights.ts'
import { ApproverRole } from '../../../shared/graph/approver.ts'

describe('roles', () => {
  it.for(ApproverRole.options)('lets a %s decide, since an approval can ask one', (role) => {
    expect(allows(role, 'decide')).toBe(true)
  })

  it.for(Role.options.filter((role) => !ApproverRole.options.some((each) => each === role)))(
    'lets no %s decide, since no approval can ask one',
    (role) => {
      expect(allows(role, 'decide')).toBe(false)
    },
  )

  it('gives each role what its name promises, and nothing that another is named for', () => {
    expect(rightsOf).toEqual({
      viewer: ['read'],
      reviewer: ['read', 'review', 'reveal'],
      approver: ['read', 'review', 'decide', 'approve'],
      builder: ['read', 'review', 'decide', 'build'],
      operator: ['read', 'review', 'decide', 'approve', 'operate'],
      admin: ['read', 'review', 'reveal', 'decide', 'approve', 'build', 'operate', 'administer'],
    })
  })

  it.for(Right.options.filter((right) => right !== 'public' && right !== 'hook'))(
    'gives nobody unknown the right to %s',
    (right) => {
      expect(allows(null, right)).toBe(false)
    },
  )

  it('are in the guide as they are', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/people.md'), 'utf8')
    const row = (cells: string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
    const rows = Role.options.map((role) =>
      row([role, ...GivenRight.options.map((right) => (allows(role, right) ? 'yes' : ''))]),
    )
    for (const each of [row(['role', ...GivenRight.options]), ...rows]) expect(guide).toContain(`${each}\n`)
  })

  it('takes the stronger of two', () => {
    expect(strongerRole('viewer', 'operator')).toBe('operator')
    expect(strongerRole('admin', 'builder')).toBe('admin')
  })
})

describe('a scope', () => {
  it('only ever takes rights away', () => {
    expect(rightsWithin('builder', {})).toEqual(rightsOf.builder)
    expect(rightsWithin('builder', { rights: ['read', 'administer'] })).toEqual(['read'])
    expect(rightsWithin('builder', { rights: [] })).toEqual([])
  })
})
