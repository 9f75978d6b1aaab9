import { describe, expect, it } from 'vitest'
import type { CheckOf } from '../../../shared/graph/nodes/check.ts'
import type { Json } from '../../../shared/json.ts'
import { runCheck } from '../../../shared/verify/runCheck.ts'

const now = Date.UTC(2026, 10, 26, 12)

const quality = (output: Json, over: Partial<CheckOf<'quality'>> = {}) =>
  runCheck({ type: 'quality', id: 'q', onFail: 'bail', target: 'output', ...over }, { output }, now)

describe('data quality', () => {
  it.for([[null], ['']] as const)('fails for good where there is nothing: %o', ([output]) => {
    expect(quality(output)).toMatchObject({ result: 'fail', severity: 1 })
  })

  it.for([[{}], [[]], [0], [false], ['x']] as Json[][])('takes %o for something', ([output = null]) => {
    expect(quality(output)).toMatchObject({ result: 'pass', severity: 0 })
  })

  it('is inconclusive when its target can’t be read', () => {
    expect(quality({}, { target: 'output.gone' })).toMatchObject({ result: 'inconclusive' })
  })
})

describe('completeness', () => {
  const required = ['/id', '/customer/email', '/lines/0/sku', '/note']

  it('counts what is missing, null or empty text, and nothing else', () => {
    const output = { id: 0, customer: { email: '' }, lines: [{ sku: 'a' }], note: null }
    expect(quality(output, { required })).toMatchObject({
      result: 'fail',
      severity: 0.5,
      message: '2 of 4 required values are missing: /customer/email, /note.',
      evidence: { complete: { required: 4, present: 2, atLeast: 1, missing: ['/customer/email', '/note'] } },
    })
  })

  it('holds from the share on that is asked for', () => {
    const output = { id: 1, customer: { email: 'a@example.com' }, lines: [] }
    expect(quality(output, { required, minComplete: 0.5 }).result).toBe('pass')
    expect(quality(output, { required, minComplete: 0.51 })).toMatchObject({ result: 'fail', severity: 0.5 })
  })

  it('looks into each item of a list', () => {
    const output = [{ id: 1 }, { id: null }, {}]
    expect(quality(output, { required: ['/id'] })).toMatchObject({
      result: 'fail',
      evidence: { complete: { required: 3, present: 1, missing: ['/1/id', '/2/id'] } },
    })
  })

  it('reads pointers as RFC 6901 says', () => {
    expect(quality({ 'a/b': { 'c~d': 1 } }, { required: ['/a~1b/c~0d'] }).result).toBe('pass')
  })

  it('never takes what every object has for a value', () => {
    expect(quality({}, { required: ['/constructor'] }).result).toBe('fail')
  })
})

describe('uniqueness', () => {
  it('lists what is there again, and where', () => {
    const output = [{ id: 'a' }, { id: 'b' }, { id: 'a' }, {}, {}]
    expect(quality(output, { unique: '/id' })).toMatchObject({
      result: 'fail',
      severity: 0.2,
      evidence: { unique: { by: '/id', items: 5, duplicates: [{ value: 'a', at: ['/0', '/2'] }] } },
    })
  })

  it('compares whole items, whatever the order of their members', () => {
    expect(
      quality(
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
        { unique: '' },
      ),
    ).toMatchObject({ result: 'fail', severity: 0.5 })
    expect(quality([{ a: 1 }, { a: 2 }], { unique: '' }).result).toBe('pass')
  })

  it('is inconclusive for what is no list', () => {
    expect(quality({}, { unique: '/id' }).result).toBe('inconclusive')
    expect(quality({}, { unique: '/id', required: ['/id'] }).result).toBe('fail')
  })
})

describe('freshness', () => {
  const fresh = { at: 'output.at', maxAgeSeconds: 60 }

  it.for([
    ['2026-11-26T11:59:00Z', 'pass'],
    ['2026-11-26T11:58:59Z', 'fail'],
    ['2026-11-26T12:59:00+01:00', 'pass'],
    ['2026-11-26T12:30:00Z', 'pass'],
    [now - 60_000, 'pass'],
    [now - 60_001, 'fail'],
    ['yesterday', 'inconclusive'],
    [null, 'inconclusive'],
  ] as const)('of %o is %s', ([at, result]) => {
    expect(quality({ at }, { fresh }).result).toBe(result)
  })

  it('takes a timestamp of an expression', () => {
    expect(
      quality({ at: '2026-11-26T11:59:30Z' }, { fresh: { ...fresh, at: 'timestamp(output.at)' } }).result,
    ).toBe('pass')
  })

  it('is the more severe the older it is', () => {
    const severity = (age: number) => quality({ at: now - age * 1000 }, { fresh }).severity
    expect(severity(120)).toBe(0.5)
    expect(severity(600)).toBeCloseTo(0.9)
  })
})
