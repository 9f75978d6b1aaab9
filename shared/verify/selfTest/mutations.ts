import type { Json, JsonObject } from '../../json.ts'

/** How a good outcome is made bad, in the order in which reports list it. */
export const mutationKinds = [
  'step failed',
  'step uncertain',
  'member dropped',
  'null',
  'wrong type',
  'empty',
  'other text',
  'flipped',
  'off by one',
  'wrong scale',
  'wrong sign',
  'out of range',
  'swapped',
  'duplicate',
  'stale',
  'extra member',
] as const
export type MutationKind = (typeof mutationKinds)[number]

/** A change to a value: what stood at a place, by JSON Pointer, and what stands there instead; undefined takes it away. */
export type Mutation = { kind: MutationKind; pointer: string; before: Json; after: Json | undefined }

/** Deeper places, and places past so many, are left alone: an outcome is large, and its bottom says little. */
const maxDepth = 8
const maxPlaces = 400

/** Every change of a value that makes it worse, one at a time, from the outside to the inside. */
export function mutationsOf(value: Json): Mutation[] {
  const found: Mutation[] = []
  let places = 0
  const visit = (at: Json, pointer: string, depth: number, inObject: boolean) => {
    places += 1
    if (depth > maxDepth || places > maxPlaces) return
    for (const { kind, after } of [
      ...changesOf(at),
      ...(inObject ? [{ kind: 'member dropped' as const, after: undefined }] : []),
    ])
      found.push({ kind, pointer, before: at, after })
    if (Array.isArray(at))
      for (const [place, each] of at.entries()) visit(each, `${pointer}/${place}`, depth + 1, false)
    else if (isObject(at))
      for (const [name, each] of Object.entries(at))
        visit(each, `${pointer}/${escaped(name)}`, depth + 1, true)
  }
  visit(value, '', 0, false)
  return found
}

type Change = { kind: MutationKind; after: Json | undefined }

function changesOf(value: Json): Change[] {
  if (value === null) return []
  const always: Change[] = [{ kind: 'null', after: null }]
  if (Array.isArray(value)) return [...always, ...ofList(value)]
  if (typeof value === 'object') return [...always, ...ofObject(value)]
  if (typeof value === 'string') return [...always, ...ofText(value)]
  if (typeof value === 'number') return [...always, ...ofNumber(value)]
  return [...always, { kind: 'flipped', after: !value }, { kind: 'wrong type', after: String(value) }]
}

function ofList(list: Json[]): Change[] {
  const [first] = list
  return [
    { kind: 'wrong type', after: { items: list } },
    ...(list.length > 0 ? [{ kind: 'empty' as const, after: [] }] : []),
    ...(first === undefined ? [] : [{ kind: 'duplicate' as const, after: [...list, first] }]),
  ]
}

function ofObject(object: JsonObject): Change[] {
  return [
    { kind: 'wrong type', after: [object] },
    ...(Object.keys(object).length > 0 ? [{ kind: 'empty' as const, after: {} }] : []),
    { kind: 'extra member', after: { ...object, unexpected_member: true } },
    ...swaps(object),
  ]
}

/** Members of one type that follow each other, with their values exchanged. */
function swaps(object: JsonObject): Change[] {
  const members = Object.entries(object)
  return members.flatMap(([name, value], place): Change[] => {
    const other = members.slice(place + 1).find(([, each]) => typeof each === typeof value && each !== value)
    if (!other || typeof value === 'object') return []
    const [otherName, otherValue] = other
    return [{ kind: 'swapped', after: { ...object, [name]: otherValue, [otherName]: value } }]
  })
}

function ofText(text: string): Change[] {
  const earlier = aYearBefore(text)
  return [
    { kind: 'wrong type', after: text.length },
    ...(text === '' ? [] : [{ kind: 'empty' as const, after: '' }]),
    { kind: 'other text', after: `not ${text}` },
    ...(earlier === null ? [] : [{ kind: 'stale' as const, after: earlier }]),
  ]
}

const huge = 1e12
/** Milliseconds since the epoch, from 2001 on. */
const oldestTimestamp = 1e12
const yearMs = 365 * 24 * 3600 * 1000

function ofNumber(number: number): Change[] {
  // What is too large to be counted by one, or to be a number at all a hundred times over, has fewer ways to be wrong.
  return numbersNear(number).filter(
    ({ after }) => after !== number && after !== Infinity && after !== -Infinity,
  )
}

function numbersNear(number: number): Change[] {
  return [
    { kind: 'wrong type', after: String(number) },
    { kind: 'off by one', after: number + 1 },
    { kind: 'off by one', after: number - 1 },
    ...(number === 0
      ? []
      : [
          { kind: 'wrong scale' as const, after: number * 100 },
          { kind: 'wrong scale' as const, after: number / 100 },
          { kind: 'wrong sign' as const, after: -number },
        ]),
    { kind: 'out of range', after: huge },
    { kind: 'out of range', after: -huge },
    ...(number > oldestTimestamp && number < 1e13 && Number.isInteger(number)
      ? [{ kind: 'stale' as const, after: number - yearMs }]
      : []),
  ]
}

/** An RFC 3339 date, with or without a time, one year earlier; null where the text is none. */
function aYearBefore(text: string): string | null {
  const match = /^(\d{4})(-\d{2}-\d{2}(?:[Tt ].*)?)$/.exec(text)
  return match ? `${String(Number(match[1]) - 1).padStart(4, '0')}${match[2]}` : null
}

/** The value with a mutation in it. The places that it does not touch are shared. */
export function mutated(value: Json, { pointer, after }: Pick<Mutation, 'pointer' | 'after'>): Json {
  const path = pointer.split('/').slice(1).map(unescaped)
  return write(value, path, after) ?? null
}

function write(value: Json, [key, ...rest]: readonly string[], after: Json | undefined): Json | undefined {
  if (key === undefined) return after
  if (Array.isArray(value))
    return value.map((each, place) => (String(place) === key ? (write(each, rest, after) ?? null) : each))
  if (!isObject(value)) return value
  const inner = write(value[key] ?? null, rest, after)
  if (inner !== undefined) return { ...value, [key]: inner }
  const { [key]: _gone, ...others } = value
  return others
}

const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
