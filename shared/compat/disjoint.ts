import { memberOf } from './members.ts'
import { type Alternative, alternativesOf, finiteValues, type View } from './schemaView.ts'
import { isValid, namesIn } from './witness.ts'

/** Whether no value is valid both ways, as far as types, listed values and required members tell. */
export function isDisjoint(way: Alternative, other: View): boolean {
  return alternativesOf(other).every((each) => {
    if (![...way.types].some((type) => overlaps(type, each.types))) return true
    const values = finiteValues(way)
    if (values) return values.every((value) => isValid(other, value) === false)
    const others = finiteValues(each)
    if (others) return others.every((value) => way.parts.some((part) => isValid(part, value) === false))
    if (way.types.size !== 1 || !way.types.has('object')) return false
    const names = new Set(way.parts.flatMap((part) => namesIn(part.schema.required)))
    return [...names].some((name) => {
      const own = memberOf(way, name)
      const theirs = memberOf(each, name)
      if (own.is === 'never' || theirs.is === 'never') return true
      return alternativesOf(own.view).every((mine) => isDisjoint(mine, theirs.view))
    })
  })
}

function overlaps(type: string, types: ReadonlySet<string>): boolean {
  return (
    types.has(type) ||
    (type === 'integer' && types.has('number')) ||
    (type === 'number' && types.has('integer'))
  )
}
