import { asList, asPlainText, asText, isObject, leaveToLibrary, type Value } from './value.ts'

type Call = (args: readonly Value[]) => Value

const longestList = 1000

function size([value = null]: readonly Value[]): bigint {
  if (typeof value === 'string') return BigInt(asPlainText(value).length)
  return BigInt(isObject(value) ? Object.keys(value).length : asList(value).length)
}

function toInt([value = null]: readonly Value[]): bigint {
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : leaveToLibrary()
}

function toDouble([value = null]: readonly Value[]): number {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : leaveToLibrary()
}

function toText([value = null]: readonly Value[]): string {
  return typeof value === 'bigint' ? String(value) : asText(value)
}

/** Functions of one argument. */
export const functions: Readonly<Record<string, Call>> = {
  size,
  int: toInt,
  double: toDouble,
  string: toText,
}

const sought = (value: Value | undefined): string => {
  const text = asText(value ?? null)
  return text === '' ? leaveToLibrary() : text
}

function split([text = null, separator]: readonly Value[]): Value {
  const parts = asText(text).split(sought(separator))
  return parts.length > longestList ? leaveToLibrary() : parts
}

function join([list = null, separator = '']: readonly Value[]): string {
  const parts = asList(list).map(asText)
  return asText(parts.length > longestList ? null : parts.join(asText(separator)))
}

/** Methods, by name and number of arguments; the first argument of a call is what the method is called on. */
export const methods: Readonly<Record<string, Call>> = {
  'size/0': size,
  'contains/1': ([text = null, part = null]) => asText(text).includes(asText(part)),
  'startsWith/1': ([text = null, part = null]) => asText(text).startsWith(asText(part)),
  'endsWith/1': ([text = null, part = null]) => asText(text).endsWith(asText(part)),
  'upperAscii/0': ([text = null]) => asPlainText(text).toUpperCase(),
  'lowerAscii/0': ([text = null]) => asPlainText(text).toLowerCase(),
  'reverse/0': ([text = null]) => Array.from(asPlainText(text)).reverse().join(''),
  'split/1': split,
  'join/0': join,
  'join/1': join,
  'replace/2': ([text = null, search, replacement = null]) =>
    asText(asText(text).split(sought(search)).join(asText(replacement))),
}
