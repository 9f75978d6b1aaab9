import { tests } from '@bufbuild/cel-spec/testdata/conformance.js'
import { describe, expect, it } from 'vitest'
import type { Scope } from '../../../shared/engine/effect.ts'
import { evaluate } from '../../../shared/expr/evaluate.ts'
import type { Json, JsonObject } from '../../../shared/json.ts'

type Suite = {
  name: string
  suites?: Suite[]
  tests?: { original: JsonObject & { name?: string; expr: string } }[]
}

/** The suites of CEL's own conformance tests that need nothing but JSON: no protobuf messages, and no other extension. */
const suites = new Set([
  'basic',
  'comparisons',
  'conversions',
  'fields',
  'fp_math',
  'integer_math',
  'lists',
  'logic',
  'macros',
  'plumbing',
  'string',
  'string_ext',
  'timestamps',
])

/** Where we differ, and why. */
const differences: { why: string; names: RegExp }[] = [
  {
    why: 'JSON has no infinity and no NaN, so a division by zero is an error',
    names: /(double|int|uint)_nan$/,
  },
  { why: 'JSON has one kind of number, so a remainder is one of doubles too', names: /^mod_not_support$/ },
  {
    why: 'a JSON number holds integers up to 2^53',
    names: /^(self_eval_int_negative_min|uint_max_exact|double_big_exact|double_big_precision|int_max)$/,
  },
  { why: 'the parser has no quoted fields', names: /^(has_field|field_access)_(slash|dash|dot)$/ },
  {
    why: 'the evaluator takes an int and a uint key of one value for two keys',
    names: /^map_value_repeat_key_heterogeneous$/,
  },
]

class NoJson extends Error {}

/** A value of the tests as JSON; throws `NoJson` where it has no such form. */
function jsonOf(value: JsonObject): Json {
  const [[kind, content] = ['', null]] = Object.entries(value)
  switch (kind) {
    case 'int64Value':
    case 'uint64Value':
      return Number(content)
    case 'doubleValue':
      if (typeof content !== 'number') throw new NoJson()
      return content
    case 'stringValue':
    case 'boolValue':
    case 'bytesValue':
    case 'typeValue':
      return content
    case 'nullValue':
      return null
    case 'listValue':
      return ((content as JsonObject).values as JsonObject[] | undefined)?.map(jsonOf) ?? []
    case 'mapValue': {
      const entries =
        ((content as JsonObject).entries as { key: JsonObject; value: JsonObject }[] | undefined) ?? []
      return Object.fromEntries(entries.map((entry) => [keyOf(entry.key), jsonOf(entry.value)]))
    }
    default:
      throw new NoJson()
  }
}

function keyOf(key: JsonObject): string {
  const value = jsonOf(key)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Bytes have a JSON form as results, but none that an expression reads as bytes. */
function scopeOf(bindings: JsonObject): Scope {
  return Object.fromEntries(
    Object.entries(bindings).map(([name, binding]) => {
      const { value = {} } = binding as { value?: JsonObject }
      if ('bytesValue' in value || name.includes('.')) throw new NoJson()
      return [name, jsonOf(value)]
    }),
  )
}

function* casesOf(suite: Suite): Generator<JsonObject & { name?: string; expr: string }> {
  for (const inner of suite.suites ?? []) yield* casesOf(inner)
  for (const { original } of suite.tests ?? []) yield original
}

/** Whether a test agrees; null when it is about something that JSON has not. */
function agrees(test: JsonObject & { expr: string }): boolean | null {
  if (test.container || test.checkOnly || test.disableMacros || test.typedResult) return null
  try {
    const result = evaluate(test.expr, scopeOf((test.bindings ?? {}) as JsonObject))
    if (test.evalError) return !result.ok
    const expected = test.value ? jsonOf(test.value as JsonObject) : true
    return result.ok && sorted(result.value) === sorted(expected)
  } catch (error) {
    if (error instanceof NoJson) return null
    throw error
  }
}

function sorted(value: Json): string {
  return JSON.stringify(value, (_, member: Json) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

describe('CEL’s conformance tests', () => {
  const groups = (tests as Suite).suites?.filter((suite) => suites.has(suite.name)) ?? []

  it.each(groups.map((suite) => [suite.name, suite] as const))(
    '%s agree but for the differences that are meant',
    (_, suite) => {
      const results = [...casesOf(suite)].map((test) => ({ test, result: agrees(test) }))
      const wrong = results.filter(({ result }) => result === false).map(({ test }) => test.name ?? test.expr)
      expect(wrong.filter((name) => !differences.some(({ names }) => names.test(name)))).toEqual([])
      expect(results.filter(({ result }) => result).length).toBeGreaterThan(0)
    },
  )

  it('are there in number, and each difference is one; the pass rate is printed', () => {
    const results = groups.flatMap((suite) =>
      [...casesOf(suite)].map((test) => ({ test, result: agrees(test) })),
    )
    const agreed = results.filter(({ result }) => result).length
    const asked = results.filter(({ result }) => result !== null).length
    console.log(
      `CEL conformance: ${agreed} of ${asked} tests agree (${((100 * agreed) / asked).toFixed(1)} %); ${results.length - asked} are about what JSON has not`,
    )
    expect(agreed).toBeGreaterThan(1000)
    const wrong = results.filter(({ result }) => result === false).map(({ test }) => test.name ?? '')
    const unused = differences.filter(({ names }) => !wrong.some((name) => names.test(name)))
    expect(unused).toEqual([])
  })
})
