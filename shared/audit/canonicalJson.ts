import type { Json } from '../json.ts'

/**
 * The canonical form of a JSON value (RFC 8785): equal values give equal text, whatever the order of their keys. Members that
 * are undefined are left out. Throws a TypeError at what has no such form: a lone surrogate, a number that is not finite, and
 * what is not JSON at all.
 */
export function canonicalJson(value: Json): string {
  const text = writtenAsItIs(value) ?? textOf(value)
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form')
  return text
}

/** Whether the walk that is going on came by something that its JSON text would not bring back as it was. */
let isPlain = true

/**
 * The canonical form of a value that is plain JSON already: its text brings back the very same, without members that are undefined or named
 * `__proto__`, negative zeros, or lone surrogates. Undefined for any other value, which `plainJson` makes plain. One walk does both.
 */
export function canonicalIfPlain(value: unknown): string | undefined {
  const written = writtenAsItIs(value)
  if (written !== undefined) return written
  isPlain = true
  try {
    const text = textOf(value)
    return isPlain ? text : undefined
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** A lone surrogate as JSON has it; a backslash before the letter may also come of a text that has one. */
const loneSurrogate = String.raw`\ud`

/** What JavaScript writes by itself, at once, of a plain value whose keys are in order; undefined for any other, or when it can't be told. */
function writtenAsItIs(value: unknown): string | undefined {
  if (!isPlainInOrder(value)) return undefined
  const text = JSON.stringify(value)
  return text.includes(loneSurrogate) ? undefined : text
}

/** Whether nothing has to be sorted, left out or refused, but for what texts hold. */
function isPlainInOrder(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
    case 'object':
      if (value === null) return true
      return Array.isArray(value) ? isListInOrder(value) : isObjectInOrder(value)
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      return false
  }
}

function isListInOrder(list: readonly unknown[]): boolean {
  for (let index = 0; index < list.length; index += 1) if (!isPlainInOrder(list[index])) return false
  return true
}

function isObjectInOrder(object: object): boolean {
  let before = ''
  for (const key in object) {
    if (key < before || key === '__proto__' || !isPlainInOrder((object as Record<string, unknown>)[key]))
      return false
    before = key
  }
  return true
}

/** Numbers and texts are written as JavaScript writes them: the standard takes its rules from there. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return quoted(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`)
      if (Object.is(value, -0)) isPlain = false
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? listText(value) : objectText(value)
    case 'undefined':
    case 'bigint':
    case 'function':
    case 'symbol':
      isPlain = false
      return undefined
  }
}

function listText(list: readonly unknown[]): string {
  let text = '['
  for (let index = 0; index < list.length; index += 1)
    text += (index === 0 ? '' : ',') + (textOf(list[index]) ?? 'null')
  return `${text}]`
}

function objectText(object: object): string {
  let text = '{'
  for (const key of sortedKeys(object)) {
    if (key === '__proto__') isPlain = false
    const member = textOf((object as Record<string, unknown>)[key])
    if (member !== undefined) text += (text.length === 1 ? '' : ',') + keyText(key) + member
  }
  return `${text}}`
}

const mostKeyTexts = 2000

/** Keys are few and come again and again. */
const keyTexts = new Map<string, string>()

function keyText(key: string): string {
  const known = keyTexts.get(key)
  if (known !== undefined) return known
  const text = `${quoted(key)}:`
  if (keyTexts.size >= mostKeyTexts) keyTexts.clear()
  keyTexts.set(key, text)
  return text
}

/** Few keys are sorted faster by insertion. */
const fewKeys = 16

/** By UTF-16 code units, which is how JavaScript compares texts. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object)
  if (keys.length > fewKeys) return keys.sort()
  for (let next = 1; next < keys.length; next += 1) {
    const key = keys[next] ?? ''
    let place = next
    for (let before = keys[place - 1]; before !== undefined && before > key; before = keys[place - 1]) {
      keys[place] = before
      place -= 1
    }
    keys[place] = key
  }
  return keys
}

/** What JSON escapes, and every surrogate, of which some stand alone. Nothing below a space needs no escape. */
const special = /[^ !#-[\]-\ud7ff\ue000-\uffff]/

function quoted(text: string): string {
  if (!special.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw new TypeError('A text with a lone surrogate has no canonical form')
  return JSON.stringify(text)
}
