// @vitest-environment jsdom

import { type Schema, Validator } from '@cfworker/json-schema'
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseReport } from '../../../shared/cases/caseReport.ts'
import { junitOf } from '../../../shared/cases/junit.ts'
import { type LoopReport, sarifOf } from '../../../shared/cases/sarif.ts'
import '../../support/fastCheck.ts'

const passed: CaseReport = { case: 'ok', title: 'Goes well', passed: true, failures: [] }
const failed: CaseReport = {
  case: 'bad',
  title: 'Goes <wrong> & "badly"',
  passed: false,
  failures: [
    {
      pointer: '/expect/outcome',
      message: 'The outcome was to be succeeded, and it was bailed.',
      expected: 'succeeded',
      actual: 'bailed',
      node: 'done',
      seq: 12,
    },
    { pointer: '/expect/calls/act', message: 'Too often', expected: 1, actual: 2, node: 'act', seq: null },
  ],
}
const tested: LoopReport = {
  loop: 'refund',
  source: 'loops/re fund.json',
  cases: [
    { report: passed, seconds: 0.25 },
    { report: failed, seconds: 1.5 },
  ],
  error: null,
}
const broken: LoopReport = { loop: 'odd', source: 'odd.json', cases: [], error: 'No trigger' }

const validator = new Validator(schema as unknown as Schema, '7', false)
const parse = (xml: string) => new DOMParser().parseFromString(xml, 'application/xml')
const attributes = (element: Element | null | undefined) =>
  Object.fromEntries([...(element?.attributes ?? [])].map(({ name, value }) => [name, value]))

const anyReport: fc.Arbitrary<LoopReport> = fc.record({
  loop: fc.constantFrom('a', 'b-c'),
  source: fc.string({ minLength: 1, unit: 'grapheme' }),
  cases: fc.array(
    fc.record({
      seconds: fc.double({ min: 0, max: 100, noNaN: true }),
      report: fc
        .record({
          case: fc.constantFrom('one', 'two'),
          title: fc.string({ minLength: 1, unit: 'binary' }),
          failures: fc.array(
            fc.record({
              pointer: fc.constantFrom('/expect', '/expect/body/a', '/expect/plan/0', '/input'),
              message: fc.string({ minLength: 1, unit: 'binary' }),
              expected: fc.constant(null),
              actual: fc.constant(null),
              node: fc.constantFrom(null, 'act'),
              seq: fc.constant(null),
            }),
          ),
        })
        .map((report) => ({ ...report, passed: report.failures.length === 0 })),
    }),
  ),
  error: fc.constant(null),
})

describe('the SARIF of tests', () => {
  it('is valid against the schema of SARIF 2.1.0, which refuses what is none', () => {
    const log = JSON.parse(JSON.stringify(sarifOf([tested, broken]))) as unknown
    expect(validator.validate(log).errors).toEqual([])
    expect(validator.validate({ ...(log as object), version: '3' }).valid).toBe(false)
  })

  it('is valid whatever the reports say', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 3 }), (reports) => {
        const log = JSON.parse(JSON.stringify(sarifOf(reports))) as unknown
        expect(validator.validate(log).errors).toEqual([])
      }),
    )
  })

  it('has a result for each expectation that was not met, with its rule and place', () => {
    const [run] = sarifOf([tested]).runs
    const rules = run?.tool.driver.rules ?? []
    const results = (run?.results ?? []).map(
      ({ ruleId, ruleIndex = -1, kind, level, message, locations }) => ({
        ruleId,
        rule: rules[ruleIndex]?.id,
        kind,
        level,
        text: message.text,
        uri: locations?.[0]?.physicalLocation?.artifactLocation?.uri,
        at: locations?.[0]?.logicalLocations?.map(({ fullyQualifiedName }) => fullyQualifiedName),
      }),
    )
    expect(results).toEqual([
      {
        ruleId: 'run',
        rule: 'run',
        kind: 'pass',
        level: 'none',
        text: 'refund: “Goes well” came as expected.',
        uri: 'loops/re%20fund.json',
        at: ['refund/cases/ok'],
      },
      {
        ruleId: 'outcome',
        rule: 'outcome',
        kind: 'fail',
        level: 'error',
        text: 'refund: “Goes <wrong> & "badly"”: The outcome was to be succeeded, and it was bailed.',
        uri: 'loops/re%20fund.json',
        at: ['refund/cases/bad/expect/outcome', 'refund/nodes/done'],
      },
      {
        ruleId: 'calls',
        rule: 'calls',
        kind: 'fail',
        level: 'error',
        text: 'refund: “Goes <wrong> & "badly"”: Too often',
        uri: 'loops/re%20fund.json',
        at: ['refund/cases/bad/expect/calls/act', 'refund/nodes/act'],
      },
    ])
  })
})

describe('the JUnit XML of tests', () => {
  it('has a suite for each loop and a case for each case, counted and escaped', () => {
    const document = parse(junitOf([tested, broken]))
    expect(document.querySelector('parsererror')).toBeNull()
    expect(attributes(document.documentElement)).toMatchObject({
      tests: '3',
      failures: '1',
      errors: '1',
      time: '1.750',
    })
    const [first, second] = document.querySelectorAll('testsuite')
    expect(attributes(first)).toMatchObject({ name: 'refund', tests: '2', failures: '1', errors: '0' })
    const [good, bad] = first?.querySelectorAll('testcase') ?? []
    expect(attributes(good)).toEqual({
      classname: 'refund',
      name: 'Goes well',
      file: 'loops/re fund.json',
      time: '0.250',
    })
    expect(bad?.getAttribute('name')).toBe('Goes <wrong> & "badly"')
    expect(bad?.querySelector('failure')?.textContent).toBe(
      '/expect/outcome: The outcome was to be succeeded, and it was bailed.\n/expect/calls/act: Too often',
    )
    expect(second?.querySelector('error')?.getAttribute('message')).toBe('No trigger')
  })

  it('is well-formed whatever the reports say', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 3 }), (reports) => {
        expect(parse(junitOf(reports)).querySelector('parsererror')).toBeNull()
      }),
    )
  })
})
