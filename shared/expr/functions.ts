import {
  type CelEnv,
  type CelFunc,
  type CelInput,
  type CelResult,
  CelScalar,
  type CelType,
  type CelValue,
  celEnv,
  celFunc,
  celMethod,
  isCelError,
  isCelList,
  isCelMap,
  listType,
} from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { SharedList } from './celValues.ts'
import { exprLimits } from './exprLimits.ts'
import { formatFunction } from './formatFunction.ts'
import type { Meter } from './meter.ts'
import { mixedArithmetic, parseDouble } from './mixedNumbers.ts'
import { patternOf } from './patterns.ts'
import { promptFunctions } from './promptFunctions.ts'
import { timeFunctions } from './timeFunctions.ts'

const { BOOL, BYTES, DOUBLE, DYN, INT, STRING } = CelScalar
const LIST = listType(DYN)

/** The call that stands before every round of a macro. */
export const tickFunction = '@tick'

const standard = celEnv({ funcs: strings }).funcs

/** Calls a function as the library defines it. Throws its error. */
function callStandard(name: string, target: CelValue | undefined, args: CelValue[]): CelValue {
  return settled(name, standard.find(name)?.call(0, target, args))
}

function settled(name: string, result: CelResult | undefined): CelValue {
  if (result === undefined) throw new Error(`“${name}” does not fit its arguments`)
  // Thrown anew, so that it gets the place of the call that is being evaluated.
  if (isCelError(result)) throw new Error(result.message)
  return result
}

/** Every function of the library, spending work for the texts that it reads. */
function meteredStandard(meter: Meter): CelFunc[] {
  const lengthOf = (value: CelValue | undefined) =>
    typeof value === 'string' || value instanceof Uint8Array ? value.length : 0
  return Array.from(standard, (func) => {
    const call = (target: CelValue | undefined, args: CelValue[]): CelValue => {
      meter.spendOnText(args.reduce((sum: number, arg) => sum + lengthOf(arg), lengthOf(target)))
      return settled(func.name, func.call(0, target, args))
    }
    if (!func.target)
      return celFunc(func.name, func.arguments, func.result, (...args: CelValue[]) => call(undefined, args))
    return celMethod(func.name, func.target, func.arguments, func.result, function (...args: CelValue[]) {
      return call(this, args)
    })
  })
}

function whole(value: number): bigint {
  if (!Number.isInteger(value)) throw new Error('the number is not a whole number')
  return BigInt(value)
}

/** Text functions that take an integer take a JSON number too. */
function textFunctionsOfNumbers(meter: Meter): CelFunc[] {
  const method = (name: string, args: CelType[], result: CelType) =>
    celMethod(name, STRING, args, result, function (...values: CelValue[]) {
      meter.spendOnText(this.length)
      return callStandard(
        name,
        this,
        values.map((value) => (typeof value === 'number' ? whole(value) : value)),
      )
    })
  return [
    method('charAt', [DOUBLE], STRING),
    method('indexOf', [STRING, DOUBLE], INT),
    method('lastIndexOf', [STRING, DOUBLE], INT),
    method('substring', [DOUBLE], STRING),
    method('substring', [DOUBLE, DOUBLE], STRING),
    method('substring', [INT, DOUBLE], STRING),
    method('substring', [DOUBLE, INT], STRING),
    method('split', [STRING, DOUBLE], LIST),
  ]
}

/** Functions whose result can be larger than their arguments, held to the meter. */
function growingFunctions(meter: Meter): CelFunc[] {
  const replace = (text: string, search: string, replacement: string, count: number) => {
    const found = search === '' ? text.length + 1 : text.split(search).length - 1
    const times = Math.min(found, count < 0 ? found : count)
    meter.spendOnText(text.length + times * Math.max(0, replacement.length - search.length))
    // Each replacement copies the text.
    meter.spend(Math.ceil((times * text.length) / 4096))
    return text.split(search).length - 1 === times
      ? text.split(search).join(replacement)
      : replaceFirst(text, search, replacement, times)
  }
  return [
    celFunc('_+_', [STRING, STRING], STRING, (left, right) => {
      meter.spendOnText(left.length + right.length)
      return left + right
    }),
    celFunc('_+_', [BYTES, BYTES], BYTES, (left, right) => {
      meter.spendOnText(left.length + right.length)
      const joined = new Uint8Array(left.length + right.length)
      joined.set(left)
      joined.set(right, left.length)
      return joined
    }),
    celFunc('_+_', [LIST, LIST], LIST, (left, right) => {
      meter.spendOnList(right.size)
      if (left.size + right.size > exprLimits.listLength) meter.spendOnList(left.size + right.size)
      const list: unknown = left
      const base = list instanceof SharedList ? list : new SharedList(copyOf(left, meter))
      return base.appended(right) as unknown as CelInput<typeof LIST>
    }),
    celMethod('replace', STRING, [STRING, STRING], STRING, function (search, replacement) {
      return replace(this, search, replacement, -1)
    }),
    celMethod('replace', STRING, [STRING, STRING, INT], STRING, function (search, replacement, count) {
      return replace(this, search, replacement, Number(count))
    }),
    celMethod('replace', STRING, [STRING, STRING, DOUBLE], STRING, function (search, replacement, count) {
      return replace(this, search, replacement, Number(whole(count)))
    }),
    celMethod('reverse', STRING, [], STRING, function () {
      meter.spendOnText(this.length)
      return Array.from(this).reverse().join('')
    }),
    ...joining(meter),
  ]
}

function replaceFirst(text: string, search: string, replacement: string, times: number): string {
  const parts = text.split(search)
  const replaced = parts.slice(0, times + 1).join(replacement)
  return [replaced, ...parts.slice(times + 1)].join(search)
}

function copyOf(list: Iterable<CelValue>, meter: Meter): CelValue[] {
  const copy = Array.from(list)
  meter.spendOnList(copy.length)
  return copy
}

function joining(meter: Meter): CelFunc[] {
  const join = (list: Iterable<CelValue>, separator: string) => {
    const parts: string[] = []
    let length = 0
    for (const part of list) {
      if (typeof part !== 'string') throw new Error('join takes a list of texts')
      parts.push(part)
      length += part.length + separator.length
      meter.spend(1)
      if (length > exprLimits.textLength) meter.spendOnText(length)
    }
    meter.spendOnText(length)
    return parts.join(separator)
  }
  return [
    celMethod('join', LIST, [], STRING, function () {
      return join(this, '')
    }),
    celMethod('join', LIST, [STRING], STRING, function (separator) {
      return join(this, separator)
    }),
  ]
}

/** Functions that look at every element of their arguments, held to the meter. */
function lookingFunctions(meter: Meter): CelFunc[] {
  const sizeOf = (value: CelValue) => (isCelList(value) || isCelMap(value) ? value.size : 0)
  const equal = (left: CelValue, right: CelValue) => {
    meter.spend(1 + Math.min(sizeOf(left), sizeOf(right)))
    return callStandard('_==_', undefined, [left, right]) === true
  }
  return [
    celFunc('_==_', [DYN, DYN], BOOL, equal),
    celFunc('_!=_', [DYN, DYN], BOOL, (left, right) => !equal(left, right)),
    celFunc('@in', [DYN, LIST], BOOL, (value, list) => {
      meter.spend(1 + list.size)
      return callStandard('@in', undefined, [value, list]) === true
    }),
    celMethod('matches', STRING, [STRING], BOOL, function (pattern) {
      if (pattern.length > exprLimits.patternLength)
        throw new Error(`a pattern of more than ${exprLimits.patternLength} characters`)
      meter.spendOnText(this.length)
      meter.spend(Math.ceil((this.length * pattern.length) / 256) + 20)
      return patternOf(pattern).test(this)
    }),
    celFunc(tickFunction, [INT], BOOL, (units) => {
      meter.spend(Number(units))
      return true
    }),
  ]
}

/** The environment of every expression: standard CEL and the text functions, numbers of JSON mixed freely, work metered. */
export function makeEnv(meter: Meter): CelEnv {
  return celEnv({
    funcs: [
      ...meteredStandard(meter),
      ...mixedArithmetic(),
      parseDouble(),
      ...textFunctionsOfNumbers(meter),
      ...growingFunctions(meter),
      ...lookingFunctions(meter),
      formatFunction(meter),
      ...timeFunctions(),
      ...promptFunctions(meter),
    ],
  })
}
