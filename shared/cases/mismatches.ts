import type { Json, JsonObject } from '../json.ts'

export type Mismatch = { pointer: string; expected: Json; actual: Json | undefined }

/**
 * Where a value is not what is expected of it. Objects may have more members than are named; lists are as long as the expected one, and
 * each entry is compared in the same way; anything else is equal.
 */
export function mismatches(expected: Json, actual: Json | undefined, pointer = ''): Mismatch[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [{ pointer, expected, actual }]
    return expected.flatMap((each, place) => mismatches(each, actual[place], `${pointer}/${place}`))
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [{ pointer, expected, actual }]
    return Object.entries(expected).flatMap(([name, each]) => {
      const value = Object.hasOwn(actual, name) ? actual[name] : undefined
      return mismatches(each, value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    })
  }
  return expected === actual ? [] : [{ pointer, expected, actual }]
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
