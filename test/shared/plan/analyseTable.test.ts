import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HitPolicy, TableRule, TableStrategy } from '../../../shared/graph/nodes/planner.ts'
import type { Json } from '../../../shared/json.ts'
import { readCell } from '../../../shared/plan/analyseCell.ts'
import { anyDomain, type ColumnDomain, partsOf } from '../../../shared/plan/analyseColumn.ts'
import { type Example, TableAnalysis } from '../../../shared/plan/analyseTable.ts'
import { matchCell } from '../../../shared/plan/cell.ts'
import { matchRules } from '../../../shared/plan/matchRules.ts'
import { table } from '../../../shared/plan/table.ts'
import '../../support/fastCheck.ts'

const numbers = [-1, 0, 2, 2.5, 7]
const texts = ['a', 'b', 'c']
const comparison = fc
  .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), fc.constantFrom(...numbers), fc.boolean())
  .map(([operator, number, turned]) => (turned ? `${number} ${operator} it` : `it ${operator} ${number}`))
const { numberCondition, textCondition, boolCondition } = fc.letrec<
  Record<'numberCondition' | 'textCondition' | 'boolCondition', string>
>((tie) => {
  const joined = (of: fc.Arbitrary<string>, leaf: fc.Arbitrary<string>) =>
    fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(of, fc.constantFrom('&&', '||'), of).map(([a, operator, b]) => `(${a}) ${operator} (${b})`),
      of.map((a) => `!(${a})`),
    )
  return {
    numberCondition: joined(tie('numberCondition'), comparison),
    textCondition: joined(
      tie('textCondition'),
      fc.constantFrom('it == "a"', '"b" != it', 'it in ["a", "c"]', 'it != "zz"'),
    ),
    boolCondition: joined(tie('boolCondition'), fc.constantFrom('it', '!it', 'it == true', 'it || true')),
  }
})
const cells = {
  number: fc.oneof(fc.constantFrom('-', '', '7', '[0, 2.5]', '-1', '2.0'), numberCondition),
  string: fc.oneof(fc.constantFrom('-', '"a"', '["b", "c"]'), textCondition),
  bool: fc.oneof(fc.constantFrom('-', 'true', 'false'), boolCondition),
}
const values = {
  number: fc.oneof(
    fc.constantFrom(...numbers, 1, 3, 100, -50),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  ),
  string: fc.oneof(fc.constantFrom(...texts, 'zz'), fc.string({ maxLength: 3 })),
  bool: fc.boolean(),
}
type Kind = keyof typeof cells

const aTable = fc
  .array(fc.constantFrom<Kind>('number', 'number', 'string', 'bool'), { minLength: 1, maxLength: 3 })
  .chain((kinds) =>
    fc.record({
      kinds: fc.constant(kinds),
      rows: fc.array(fc.tuple(...kinds.map((kind) => cells[kind])), { minLength: 1, maxLength: 5 }),
      samples: fc.array(fc.tuple(...kinds.map((kind): fc.Arbitrary<Json> => values[kind])), {
        minLength: 12,
        maxLength: 12,
      }),
    }),
  )

type Case = typeof aTable extends fc.Arbitrary<infer T> ? T : never

function strategyOf({ kinds, rows }: Case, hitPolicy: HitPolicy): TableStrategy {
  return {
    type: 'table',
    hitPolicy,
    inputs: kinds.map((_, column) => ({ id: `c${column}`, label: `c${column}`, expr: `input.c${column}` })),
    rules: rows.map(
      (row, place): TableRule => ({
        id: `r${place}`,
        cells: [...row],
        steps: [{ id: `s${place}`, action: 'act' }],
      }),
    ),
  }
}

function analysisOf(of: Case): TableAnalysis {
  const { inputs, rules } = strategyOf(of, 'unique')
  const domains = of.kinds.map((kind): ColumnDomain => ({ ...anyDomain, kinds: [kind] }))
  return new TableAnalysis(inputs, rules, domains)
}

const scopeOf = (row: readonly Json[]) => ({
  input: Object.fromEntries(row.map((value, column) => [`c${column}`, value])),
})

/** An example as an input; what does not matter can be anything. */
function inputOf({ kinds }: Case, example: Example) {
  const anyOf = { number: 0, string: 'a', bool: true }
  const named = Object.fromEntries(example.map(({ label, value }) => [label, value]))
  const whatever = Object.fromEntries(kinds.map((kind, column) => [`c${column}`, anyOf[kind]]))
  return { input: { ...whatever, ...named } }
}

function hits(of: Case, scope: { input: Json }): number[] {
  const { inputs, rules } = strategyOf(of, 'collect')
  const matched = matchRules(inputs, rules, scope, { firstOnly: false })
  if (!matched.ok) throw new Error(matched.reasons.join())
  return matched.rules.map((rule) => rules.indexOf(rule))
}

describe('a cell', () => {
  it('lets through what it lets through when it is evaluated', () => {
    const anyCell = fc.oneof(cells.number, cells.string, cells.bool)
    const anyValue = fc.oneof(values.number, values.string, values.bool, fc.constant(null))
    fc.assert(
      fc.property(anyCell, anyValue, (cell, value) => {
        const read = readCell(cell)
        fc.pre(read.is === 'known')
        const match = matchCell(cell, value, { it: value })
        expect(read.is === 'known' && read.test(value)).toBe(match.ok ? match.matches : 'error')
      }),
    )
  })

  it.for([
    'it > input.n',
    'it.startsWith("a")',
    '1 == 1',
    'size(it) > 1',
    'it > "a"',
    '[it]',
    'it + 1',
    '9223372036854775807',
  ])('is not understood when it is %s', (cell) => expect(readCell(cell).is).toBe('unknown'))
})

describe('what is said of a table', () => {
  it('is so of its examples, and of any input: gaps', () =>
    fc.assert(
      fc.property(aTable, (of) => {
        const { found } = analysisOf(of).gap()
        if (found) return hits(of, inputOf(of, found)).length === 0
        return of.samples.every((row) => hits(of, scopeOf(row)).length > 0)
      }),
    ))

  it('is so of its examples, and of any input: overlaps', () =>
    fc.assert(
      fc.property(aTable, (of) => {
        const found = analysisOf(of).overlaps()
        const areSo = found.every(({ rule, other, example }) => {
          const matched = hits(of, inputOf(of, example))
          return matched.includes(rule) && matched.includes(other)
        })
        const isAll = of.samples.every((row) =>
          hits(of, scopeOf(row))
            .slice(1)
            .every((rule) => found.some((each) => each.rule === rule)),
        )
        return areSo && isAll
      }),
    ))

  it('is so of any input: rules that never decide, and rules that exclude each other', () =>
    fc.assert(
      fc.property(aTable, (of) => {
        const analysis = analysisOf(of)
        const never = new Set(
          [...analysis.shadowed((rule, before) => rule < before).found, ...analysis.empty].map(
            ({ rule }) => `r${rule}`,
          ),
        )
        return of.samples.every((row) => {
          const chosen = table(strategyOf(of, 'first'), scopeOf(row))
          const matched = hits(of, scopeOf(row))
          const meet = matched.every((one) => matched.every((other) => analysis.mayMeet(one, other)))
          return meet && (!chosen.ok || !never.has(chosen.rules[0] ?? ''))
        })
      }),
    ))

  it('finds every rule that earlier ones cover, over the parts of the columns', () =>
    fc.assert(
      fc.property(aTable, (of) => {
        const analysis = analysisOf(of)
        const { found } = analysis.shadowed((rule, before) => rule < before)
        const parts = of.kinds.map((kind, column) => {
          const read = of.rows.map((row) => readCell(row[column] ?? ''))
          const own = partsOf({ ...anyDomain, kinds: [kind] }, read)
          return own.length > 0 ? own : [{ number: 0, string: 'a', bool: true }[kind]]
        })
        const rows = parts.reduce<Json[][]>(
          (all, column) => all.flatMap((row) => column.map((value) => [...row, value])),
          [[]],
        )
        const firsts = new Set(rows.map((row) => hits(of, scopeOf(row))[0]))
        const matched = new Set(rows.flatMap((row) => hits(of, scopeOf(row))))
        const covered = [...matched].filter((rule) => !firsts.has(rule))
        expect(found.map(({ rule }) => rule)).toEqual(covered.toSorted((a, b) => a - b))
      }),
    ))
})

describe('the parts of a column', () => {
  const known = (...sources: string[]) => sources.map(readCell)

  it('hold each value that cells tell apart, within the bounds of the schema', () => {
    expect(partsOf({ ...anyDomain, kinds: ['number'] }, known('it > 5', '7'))).toEqual([4, 5, 6, 7, 8])
    const domain: ColumnDomain = {
      ...anyDomain,
      kinds: ['number'],
      isInteger: true,
      least: { value: 0, isOpen: false },
      greatest: { value: 7, isOpen: true },
    }
    expect(partsOf(domain, known('it > 5', '7'))).toEqual([0, 1, 5, 6])
    expect(partsOf(anyDomain, known('"a"', 'it != "b"'))).toEqual(['a', 'b', 'other'])
    expect(partsOf({ ...anyDomain, values: ['x', 'y'] }, known('"a"'))).toEqual(['x', 'y'])
    expect(partsOf({ ...anyDomain, kinds: ['bool', 'null'] }, [])).toEqual([true, false, null])
  })

  it('leave out what a schema may exclude', () =>
    expect(partsOf({ ...anyDomain, kinds: ['string'], isFull: false }, known('"a"'))).toEqual(['a']))
})
