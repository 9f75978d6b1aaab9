import {
  type CelList,
  type CelMap,
  type CelValue,
  celError,
  isCelList,
  isCelMap,
  isCelType,
  isCelUint,
} from '@bufbuild/cel'
import { toJson } from '@bufbuild/protobuf'
import { isReflectMessage } from '@bufbuild/protobuf/reflect'
import { base64Of } from '../base64.ts'
import type { Json, JsonObject } from '../json.ts'
import { exprLimits } from './exprLimits.ts'

/** Stands anywhere in a value for one that is not known: reading it is an error, which CEL's logic passes over. */
export const unknownValue: JsonObject = Object.freeze({ unknown: true })

const notKnown = celError('not known')
let unknownReads = 0

/** How often a value was read that is not known. */
export function timesUnknownRead(): number {
  return unknownReads
}

/** The library knows its maps and lists by these registered symbols. */
const mapMark = Symbol.for('@bufbuild/cel/map')
const listMark = Symbol.for('@bufbuild/cel/list')

/**
 * A JSON object as CEL reads it: members are converted when they are read, and only own ones exist. The library's own
 * map takes an object's `constructor` member for its class, and says that a member holding null is not there.
 */
class JsonMap implements Iterable<[string, CelValue]> {
  readonly [mapMark] = {}
  readonly #object: JsonObject

  constructor(object: JsonObject) {
    this.#object = object
  }

  get size(): number {
    return Object.keys(this.#object).length
  }

  get(key: unknown): CelValue | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.#object, key)) return undefined
    const value = this.#object[key]
    return value === undefined ? undefined : toCelValue(value)
  }

  has(key: unknown): boolean {
    return typeof key === 'string' && Object.hasOwn(this.#object, key)
  }

  keys(): MapIterator<string> {
    return new Map(Object.keys(this.#object).map((key) => [key, null])).keys()
  }

  *values(): Generator<CelValue> {
    for (const value of Object.values(this.#object)) yield toCelValue(value)
  }

  *entries(): Generator<[string, CelValue]> {
    for (const [key, value] of Object.entries(this.#object)) yield [key, toCelValue(value)]
  }

  forEach(callback: (value: CelValue, key: string) => void): void {
    for (const [key, value] of this) callback(value, key)
  }

  [Symbol.iterator](): Generator<[string, CelValue]> {
    return this.entries()
  }
}

/** An object some of whose members are there with a value that is not known: reading one calls `standIn`. */
export class PartlyKnownMap extends JsonMap {
  readonly #unknown: ReadonlySet<string>
  readonly #standIn: () => CelValue

  constructor(known: Json, unknown: ReadonlySet<string>, standIn: () => unknown) {
    const members = typeof known === 'object' && known !== null && !Array.isArray(known) ? known : {}
    super({ ...members, ...Object.fromEntries([...unknown].map((name) => [name, null])) })
    this.#unknown = unknown
    // The library passes an error on wherever it takes a value.
    this.#standIn = standIn as () => CelValue
  }

  override get(key: unknown): CelValue | undefined {
    return typeof key === 'string' && this.#unknown.has(key) ? this.#standIn() : super.get(key)
  }

  override *values(): Generator<CelValue> {
    for (const [, value] of this.entries()) yield value
  }

  override *entries(): Generator<[string, CelValue]> {
    for (const [key, value] of super.entries()) yield [key, this.#unknown.has(key) ? this.#standIn() : value]
  }
}

/** A JSON array as CEL reads it: elements are converted when they are read. */
class JsonList implements Iterable<CelValue> {
  readonly [listMark] = {}
  readonly #array: readonly Json[]

  constructor(array: readonly Json[]) {
    this.#array = array
  }

  get size(): number {
    return this.#array.length
  }

  get(index: number): CelValue | undefined {
    const element = this.#array[index]
    return element === undefined ? undefined : toCelValue(element)
  }

  *values(): Generator<CelValue> {
    for (const element of this.#array) yield toCelValue(element)
  }

  [Symbol.iterator](): Generator<CelValue> {
    return this.values()
  }
}

/** A list over an array that other lists may share: `appended` is linear over a whole macro, not quadratic. */
export class SharedList implements Iterable<CelValue> {
  readonly [listMark] = {}
  readonly #shared: CelValue[]
  readonly size: number

  constructor(shared: CelValue[], size: number = shared.length) {
    this.#shared = shared
    this.size = size
  }

  get(index: number): CelValue | undefined {
    return Number.isInteger(index) && index >= 0 && index < this.size ? this.#shared[index] : undefined
  }

  /** This list and then those elements; this list stays as it is. */
  appended(more: Iterable<CelValue>): SharedList {
    const isLast = this.#shared.length === this.size
    const shared = isLast ? this.#shared : this.#shared.slice(0, this.size)
    for (const element of more) shared.push(element)
    return new SharedList(shared)
  }

  *values(): Generator<CelValue> {
    for (let index = 0; index < this.size; index += 1) {
      const element = this.#shared[index]
      if (element !== undefined) yield element
    }
  }

  [Symbol.iterator](): Generator<CelValue> {
    return this.values()
  }
}

/** A JSON value as CEL reads it. Every number is a double, as in CEL's own mapping of JSON. */
export function toCelValue(value: Json): CelValue {
  if (typeof value !== 'object' || value === null) return value
  // The library closes its interfaces with private symbols; the classes above fulfil the rest of them.
  if (Array.isArray(value)) return new JsonList(value) as unknown as CelList
  if (value === unknownValue) {
    unknownReads += 1
    // The library passes an error on wherever it takes a value.
    return notKnown as unknown as CelValue
  }
  return new JsonMap(value) as unknown as CelMap
}

/** Thrown when a value has no JSON form. */
export class NotJson extends Error {}

/** The JSON form of a CEL value. Throws `NotJson` where there is none. */
export function toJsonValue(value: CelValue): Json {
  return new Converter().convert(value, 0)
}

class Converter {
  #nodes = 0

  convert(value: CelValue, depth: number): Json {
    this.#nodes += 1
    if (this.#nodes > exprLimits.resultNodes || depth > exprLimits.resultDepth)
      throw new NotJson('the result is too large')
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number') return finite(value)
    if (typeof value === 'bigint') return safeInteger(value)
    if (value instanceof Uint8Array) return base64Of(value)
    if (isCelUint(value)) return safeInteger(value.value)
    if (isCelList(value)) return Array.from(value, (element) => this.convert(element, depth + 1))
    if (isCelMap(value)) return this.#convertMap(value, depth)
    if (isCelType(value)) return value.name
    if (isReflectMessage(value)) return toJson(value.desc, value.message)
    throw new NotJson('the result is not a JSON value')
  }

  #convertMap(map: CelMap, depth: number): JsonObject {
    const members = new Map<string, Json>()
    for (const [key, value] of map) {
      const name = String(isCelUint(key) ? key.value : key)
      if (members.has(name)) throw new NotJson('the result has a key twice')
      members.set(name, this.convert(value, depth + 1))
    }
    // Defines the members, so that a key named __proto__ is a member like any other.
    return Object.fromEntries(members)
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new NotJson(`the result is ${value}, which is not a JSON number`)
  return value === 0 ? 0 : value
}

function safeInteger(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number))
    throw new NotJson('the result is too large for a JSON number; use string()')
  return number
}
