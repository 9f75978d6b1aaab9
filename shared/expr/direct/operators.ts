import { asList, asText, isObject, leaveToLibrary, memberOf, type Value } from './value.ts'

type Numeric = number | bigint

const isNumeric = (value: Value): value is Numeric => typeof value === 'number' || typeof value === 'bigint'

/** CEL's equality of everything but lists and objects: numbers by value, whatever their types; other types are never equal. */
export function equal(left: Value, right: Value): boolean {
  if (isNumeric(left) && isNumeric(right)) return left == right // eslint-disable-line eqeqeq
  if (typeof left === 'object' && left !== null) return leaveToLibrary()
  if (typeof right === 'object' && right !== null) return leaveToLibrary()
  return left === right
}

function compared(holds: (left: Numeric, right: Numeric) => boolean): (left: Value, right: Value) => boolean {
  return (left, right) => (isNumeric(left) && isNumeric(right) ? holds(left, right) : leaveToLibrary())
}

const int64 = (value: bigint): bigint => (BigInt.asIntN(64, value) === value ? value : leaveToLibrary())

const finite = (value: number): number => (Number.isFinite(value) ? value : leaveToLibrary())

/** Ints stay ints, and a double on either side makes a double. */
function computed(
  ints: (left: bigint, right: bigint) => bigint,
  doubles: (left: number, right: number) => number,
): (left: Value, right: Value) => Numeric {
  return (left, right) => {
    if (!isNumeric(left) || !isNumeric(right)) return leaveToLibrary()
    if (typeof left === 'bigint' && typeof right === 'bigint') return int64(ints(left, right))
    return finite(doubles(Number(left), Number(right)))
  }
}

export function negated(value: Value): Numeric {
  if (typeof value === 'number') return -value
  return typeof value === 'bigint' ? int64(-value) : leaveToLibrary()
}

const divisor = (value: bigint): bigint => (value === 0n ? leaveToLibrary() : value)

const sum = computed(
  (left, right) => left + right,
  (left, right) => left + right,
)

function plus(left: Value, right: Value): Value {
  return typeof left === 'string' ? asText(left + asText(right)) : sum(left, right)
}

function element(container: Value, key: Value): Value {
  if (typeof key === 'string') return memberOf(container, key)
  if (typeof key !== 'bigint') return leaveToLibrary()
  return asList(container)[Number(key)] ?? leaveToLibrary()
}

function isIn(value: Value, container: Value): boolean {
  if (!isObject(container)) return asList(container).some((each) => equal(value, each))
  return typeof value === 'string' ? Object.hasOwn(container, value) : leaveToLibrary()
}

/** Operators of two values, by the names that CEL's syntax tree has for them. */
export const binary: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '_==_': equal,
  '_!=_': (left, right) => !equal(left, right),
  '_<_': compared((left, right) => left < right),
  '_<=_': compared((left, right) => left <= right),
  '_>_': compared((left, right) => left > right),
  '_>=_': compared((left, right) => left >= right),
  '_+_': plus,
  '_-_': computed(
    (left, right) => left - right,
    (left, right) => left - right,
  ),
  '_*_': computed(
    (left, right) => left * right,
    (left, right) => left * right,
  ),
  '_/_': computed(
    (left, right) => left / divisor(right),
    (left, right) => left / right,
  ),
  '_%_': computed(
    (left, right) => left % divisor(right),
    (left, right) => left % right,
  ),
  '_[_]': element,
  '@in': isIn,
}
