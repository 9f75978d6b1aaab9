import { describe, expect, it } from 'vitest'
import { compile } from '../../../shared/compile/compile.ts'
import type { Property } from '../../../shared/graph/property.ts'
import { provenGraph } from '../../support/provenGraph.ts'

const stating = (...properties: Property[]) => compile({ ...provenGraph, properties })
const property = (holds: string, id = 'own'): Property => ({ id, title: 'Stated', holds })
const faultsOf = (...properties: Property[]) =>
  stating(...properties).diagnostics.flatMap(({ code, at }) =>
    at.field?.startsWith('/properties') ? [`${code} ${at.field}`] : [],
  )

describe('what a builder states about every run', () => {
  it('does not change the version', () => {
    const { program } = stating(property('run.costUsd <= 5.0'))
    expect(program?.version).toBe(compile(provenGraph).program?.version)
    expect(program).not.toHaveProperty('properties')
  })

  it.each([
    'run.outcome != "bailed" || undone.size() > 0',
    'standing.filter(each, each.action == "charge").size() <= 1',
    '!has(steps.ship) || steps.ship.status != "failed"',
    'approvals.exists(each, each.status == "granted")',
    'verdict == null || verdict.verdict != "bail"',
  ])('can read what is seen of a run: %s', (holds) => {
    expect(faultsOf(property(holds))).toEqual([])
  })

  it.each([
    ['input.amount > 1', 'unknown-name'],
    ['steps.nothing.status == "failed"', 'unknown-step'],
    ['run.nothing == 1', 'unknown-field'],
    ['run.costUsd', 'not-boolean'],
    ['run.outcome ==', 'expression-syntax'],
  ])('is checked as it is written: %s', (holds, code) => {
    expect(faultsOf(property(holds))).toEqual([`${code} /properties/0/holds`])
  })

  it('has an id of its own', () => {
    expect(faultsOf(property('true'), property('true'))).toContain('duplicate-item /properties/1/id')
  })
})
