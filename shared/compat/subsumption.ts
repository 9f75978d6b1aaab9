import { canonicalJson } from '../audit/canonicalJson.ts'
import { childPointer } from '../expr/pointer.ts'
import { schemaPattern } from '../expr/schemaPattern.ts'
import type { Json, JsonObject } from '../json.ts'
import { type Demand, demandOf } from './demand.ts'
import { isDisjoint } from './disjoint.ts'
import { keepsBound } from './keepsBound.ts'
import { togetherWith, typeOfKeyword } from './keywords.ts'
import { anyName, isClosedBut, itemAt, memberOf } from './members.ts'
import {
  type Alternative,
  alternativesOf,
  finiteValues,
  isObject,
  partsOf,
  typesOf,
  type View,
} from './schemaView.ts'
import { findWitness, isValid, namesIn, propertiesOf } from './witness.ts'

/** A demand of the wide schema that values of the narrow one may not meet. */
export type Misfit = {
  /** Where in the value, by JSON Pointer; `*` stands for every item, or every member that has no name of its own. */
  path: string
  keyword: string
  /** What is asked for; it follows “must”. */
  be: string
  /**
   * A value there that is refused; without one nobody can tell for certain. For a member that must be there, or may not, it is the
   * object around it.
   */
  example?: Json
}

const never: View = { schema: false, root: true }

/** Work past this is left undone, and said to be unknown. */
const mostWork = 3000
const mostWitnesses = 150

/**
 * The demands of a schema that values of another one may not meet (JSON Schema 2020-12). None means that every value which is valid under `narrow` is valid
 * under `wide`; a misfit with an example is certain, and any other one is not known to be none.
 */
export function misfits(narrow: Json, wide: Json): Misfit[] {
  const comparison = new Comparison()
  return comparison.compare({ schema: narrow, root: narrow }, { schema: wide, root: wide }, '')
}

class Comparison {
  #work = 0
  #witnesses = 0
  /** Above 0 it only matters whether anything misfits, so nobody looks for examples. */
  #trying = 0
  readonly #under = new Set<string>()

  /** `real` is the schema that examples have to be valid under, when `narrow` is only one way of it. */
  compare(narrow: View, wide: View, path: string, real = narrow): Misfit[] {
    if (wide.schema === true || (isObject(wide.schema) && Object.keys(wide.schema).length === 0)) return []
    const isSame = canonicalJson(narrow.schema) === canonicalJson(wide.schema)
    if (isSame && (isClosed(wide.schema) || canonicalJson(narrow.root) === canonicalJson(wide.root)))
      return []
    const ways = alternativesOf(narrow)
    if (ways.length === 0) return []
    this.#work += 1
    if (this.#work > mostWork) return [unknownAt(path)]
    // Values are finite, so what is being compared already may be taken to fit further down.
    const pair = canonicalJson([narrow.schema, wide.schema])
    if (this.#under.has(pair)) return []
    this.#under.add(pair)
    const found = ways.flatMap((way) =>
      partsOf(wide).flatMap((part) => {
        if (!part) return [unknownAt(path)]
        if (part.schema === false) return [this.#misfit(real, never, never, neverDemand, path)]
        return this.#against(way, real, { schema: part.schema, root: part.root }, path)
      }),
    )
    this.#under.delete(pair)
    return unique(found)
  }

  /** What one way of being valid may miss of one part of the wide schema. */
  #against(way: Alternative, narrow: View, wide: Part, path: string): Misfit[] {
    const values = finiteValues(way)
    if (values) return this.#finite(values, way, narrow, wide, path)
    const keywords = Object.keys(wide.schema)
    return keywords.flatMap((keyword) => this.#keyword(keyword, way, narrow, wide, path))
  }

  /** Few values are simply tried. */
  #finite(values: readonly Json[], way: Alternative, narrow: View, wide: Part, path: string): Misfit[] {
    const possible = values.filter((value) => way.parts.every((part) => isValid(part, value) !== false))
    return possible.flatMap((value) => {
      const verdict = isValid(wide, value)
      if (verdict === true) return []
      const keyword = Object.keys(wide.schema).find((each) => isValid(alone(wide, each), value) === false)
      const demand = keyword ? demandOf(keyword, wide.schema) : otherDemand
      const isSure = verdict === false && isValid(narrow, value) === true
      return [{ path, keyword: demand.keyword, be: demand.be, ...(isSure ? { example: value } : {}) }]
    })
  }

  #keyword(keyword: string, way: Alternative, narrow: View, wide: Part, path: string): Misfit[] {
    const { schema, root } = wide
    const { types } = way
    const appliesTo = typeOfKeyword(keyword)
    if (appliesTo === 'nothing') return []
    if (appliesTo !== 'all' && !appliesTo.some((type) => types.has(type))) return []
    const missed = () => [this.#misfit(narrow, wide, alone(wide, keyword), demandOf(keyword, schema), path)]
    switch (keyword) {
      case 'type':
        return this.#typesFit(way, schema) ? [] : missed()
      case 'anyOf':
      case 'oneOf':
        return this.#branches(keyword, way, narrow, wide, path) ?? missed()
      case 'not':
        return isDisjoint(way, { schema: schema.not ?? true, root }) ? [] : missed()
      case 'if':
        return this.#fitsConditional(way, wide) ? [] : missed()
      case 'required':
        return this.#required(way, narrow, wide, path)
      case 'properties':
        return propertiesOf(schema, root).flatMap(([name, member]) => this.#property(way, name, member, path))
      case 'additionalProperties':
        return this.#additional(way, narrow, wide, path)
      case 'items':
      case 'prefixItems':
        return this.#items(keyword, way, wide, path)
      default:
        return keepsBound(keyword, schema[keyword] ?? true, way) ? [] : missed()
    }
  }

  /** A demand that is missed, with a value that shows it if one is found. */
  #misfit(narrow: View, wide: View, alone: View, demand: Demand, path: string): Misfit {
    if (this.#trying === 0) this.#witnesses += 1
    const isLooked = this.#trying === 0 && this.#witnesses <= mostWitnesses
    const example = isLooked ? findWitness(narrow, wide, alone) : undefined
    return { path, keyword: demand.keyword, be: demand.be, ...(example === undefined ? {} : { example }) }
  }

  #typesFit({ types, parts }: Alternative, schema: JsonObject): boolean {
    const wanted = typesOf([{ type: schema.type ?? [] }])
    const isWhole = parts.some(({ schema: own }) => Number.isInteger(own.multipleOf))
    return [...types].every(
      (type) =>
        wanted.has(type) ||
        (type === 'integer' && wanted.has('number')) ||
        (type === 'number' && isWhole && wanted.has('integer')),
    )
  }

  /**
   * Each type by itself has to fit a branch, and of `oneOf` one alone. Where all others are out of the question, what misfits the one
   * branch is what misfits; null where nobody can tell which branch is meant.
   */
  #branches(
    keyword: 'anyOf' | 'oneOf',
    way: Alternative,
    narrow: View,
    { schema, root }: Part,
    path: string,
  ): Misfit[] | null {
    const branches = schema[keyword]
    if (!Array.isArray(branches)) return null
    if (partsOf(narrow).some((part) => part?.schema && isSameClosed(part.schema[keyword], branches)))
      return []
    const found: Misfit[] = []
    for (const type of way.types) {
      const view = viewOf(way, { type })
      const own = alternativesOf(view)
      const open = branches.filter(
        (branch) => !own.every((each) => isDisjoint(each, { schema: branch, root })),
      )
      const [only, ...others] = open
      if (only === undefined) return null
      if (others.length === 0) found.push(...this.compare(view, { schema: only, root }, path, narrow))
      else if (keyword === 'oneOf' || !open.some((branch) => this.#fits(view, { schema: branch, root })))
        return null
    }
    return found
  }

  #fits(narrow: View, wide: View): boolean {
    this.#trying += 1
    const found = this.compare(narrow, wide, '')
    this.#trying -= 1
    return found.length === 0
  }

  #fitsConditional(way: Alternative, { schema, root }: Part): boolean {
    const { then = true, else: otherwise = true } = schema
    const view = viewOf(way)
    return [then, otherwise].every((each) => this.#fits(view, { schema: each, root }))
  }

  #required(way: Alternative, narrow: View, wide: Part, path: string): Misfit[] {
    const has = new Set(way.parts.flatMap((part) => namesIn(part.schema.required)))
    return namesIn(wide.schema.required)
      .filter((name) => !has.has(name))
      .map((name) => {
        const lacks: View = { schema: { required: [name] }, root: true }
        const demand: Demand = { keyword: 'required', be: `have “${name}”` }
        return { ...this.#misfit(narrow, wide, lacks, demand, path), path: childPointer(path, name) }
      })
  }

  #property(way: Alternative, name: string, member: View, path: string): Misfit[] {
    const own = memberOf(way, name)
    if (own.is === 'never') return []
    const at = childPointer(path, name)
    // Nobody was told of the member, so hardly anybody sends it; but somebody may.
    if (own.is === 'unnamed') {
      const found = this.compare(own.view, member, at)
      return found.length === 0 ? [] : [{ path: at, keyword: 'properties', be: 'fit a schema of its own' }]
    }
    return this.compare(own.view, member, at)
  }

  /** Members that the wide schema does not name. */
  #additional(way: Alternative, narrow: View, wide: Part, path: string): Misfit[] {
    const { schema, root } = wide
    const rest: View = { schema: schema.additionalProperties ?? true, root }
    const isNamed = (name: string) =>
      (isObject(schema.properties) && Object.hasOwn(schema.properties, name)) ||
      Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {}).some(
        (pattern) => schemaPattern(pattern)?.test(name) ?? false,
      )
    const named = new Set(
      way.parts.flatMap((part) => propertiesOf(part.schema, part.root).map(([name]) => name)),
    )
    const members = [...named]
      .filter((name) => !isNamed(name))
      .flatMap((name) => {
        const own = memberOf(way, name)
        if (own.is === 'never') return []
        const at = childPointer(path, name)
        if (rest.schema !== false) return this.compare(own.view, rest, at)
        const demand = { keyword: 'additionalProperties', be: `have no “${name}”` }
        const forbids: View = { schema: { not: { required: [name] } }, root: true }
        return [{ ...this.#misfit(narrow, wide, forbids, demand, path), path: at }]
      })
    const others = memberOf(way, anyName)
    if (others.is === 'never' || isClosedBut(way, schema.patternProperties)) return members
    const demand = { keyword: 'additionalProperties', be: 'have no member that the schema does not name' }
    if (rest.schema !== false)
      return [...members, ...this.compare(others.view, rest, childPointer(path, '*'))]
    return [...members, this.#misfit(narrow, wide, alone(wide, 'additionalProperties'), demand, path)]
  }

  #items(keyword: 'items' | 'prefixItems', way: Alternative, { schema, root }: Part, path: string): Misfit[] {
    const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
    if (keyword === 'prefixItems')
      return prefix.flatMap((each, place) =>
        this.compare(itemAt(way, place), { schema: each, root }, `${path}/${place}`),
      )
    const longest = Math.max(0, ...way.parts.map(({ schema: own }) => lengthOf(own.prefixItems)))
    const rest: View = { schema: schema.items ?? true, root }
    const places = Array.from({ length: Math.max(0, longest - prefix.length) }, (_, at) => prefix.length + at)
    return [
      ...places.flatMap((place) => this.compare(itemAt(way, place), rest, `${path}/${place}`)),
      ...this.compare(itemAt(way, Math.max(longest, prefix.length)), rest, `${path}/*`),
    ]
  }
}

const neverDemand: Demand = { keyword: 'false', be: 'not be there' }
const otherDemand: Demand = { keyword: 'schema', be: 'fit the schema' }

/** A part of a schema that is no reference and joins no others. */
type Part = { schema: JsonObject; root: Json }

function unknownAt(path: string): Misfit {
  return { path, keyword: 'schema', be: 'fit a part of the schema that can’t be compared' }
}

/** One keyword of a schema by itself, and those without which it means something else. */
function alone({ schema, root }: Part, keyword: string): View {
  const together = togetherWith[keyword] ?? []
  const kept = [keyword, ...together].filter((each) => schema[each] !== undefined)
  return { schema: Object.fromEntries(kept.map((each) => [each, schema[each] ?? true])), root }
}

/** The way as one schema again, with something more. */
function viewOf({ parts }: Alternative, more: JsonObject = {}): View {
  const roots = new Set(parts.map(({ root }) => root))
  const [root = true] = roots
  return { schema: { ...more, allOf: parts.map(({ schema }) => schema) }, root }
}

const lengthOf = (value: Json | undefined) => (Array.isArray(value) ? value.length : 0)

function isSameClosed(a: Json | undefined, b: Json): boolean {
  return a !== undefined && isClosed(b) && canonicalJson(a) === canonicalJson(b)
}

const isClosed = (schema: Json) => !JSON.stringify(schema).includes('"$ref"')

function unique(found: readonly Misfit[]): Misfit[] {
  const known = new Map<string, Misfit>()
  for (const misfit of found) {
    const key = `${misfit.path} ${misfit.keyword} ${misfit.be}`
    const before = known.get(key)
    if (!before || (before.example === undefined && misfit.example !== undefined)) known.set(key, misfit)
  }
  return [...known.values()]
}
