import {
  type CelFunc,
  CelScalar,
  type CelValue,
  celEnv,
  celList,
  celMethod,
  isCelError,
  isCelList,
  isCelMap,
  listType,
} from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import type { Meter } from './meter.ts'

const { DYN, STRING } = CelScalar
const LIST = listType(DYN)
const standard = celEnv({ funcs: strings }).funcs

/**
 * `format` as CEL has it, in which a number of JSON serves for `%d` when it is whole, and a whole number for `%f`.
 */
export function formatFunction(meter: Meter): CelFunc {
  return celMethod('format', STRING, [LIST], STRING, function (args) {
    const clauses = Array.from(this.matchAll(/%(?:%|(?:\.\d*)?(.))/gs), (match) => match[1]).filter(
      (clause) => clause !== undefined,
    )
    const fitted = Array.from(args, (arg, index) => {
      spendOnValue(arg, meter)
      return fit(clauses[index], arg)
    })
    const result = standard.find('format')?.call(0, this, [celList(fitted)])
    if (isCelError(result)) throw new Error(result.message)
    if (typeof result !== 'string') throw new Error('“format” takes a list')
    meter.spendOnText(result.length)
    return result
  })
}

function fit(clause: string | undefined, value: CelValue): CelValue {
  const takesInteger = clause !== undefined && 'dboxX'.includes(clause)
  const takesDouble = clause !== undefined && 'ef'.includes(clause)
  if (takesInteger && typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (takesDouble && typeof value === 'bigint') return Number(value)
  return value
}

function spendOnValue(value: CelValue, meter: Meter): void {
  const rest: CelValue[] = [value]
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    meter.spendOnText(typeof next === 'string' ? next.length : 1)
    if (isCelList(next)) rest.push(...next)
    else if (isCelMap(next)) rest.push(...next.values())
  }
}
