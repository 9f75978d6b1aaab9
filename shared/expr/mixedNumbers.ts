import { type CelFunc, CelScalar, type CelType, type CelValue, celFunc, isCelUint } from '@bufbuild/cel'

const { DOUBLE, INT, STRING, UINT } = CelScalar

const toNumber = (value: CelValue) => Number(isCelUint(value) ? value.value : value)

function divide(left: number, right: number): number {
  // CEL says infinity, which JSON can't carry: a comparison would go on with it silently.
  if (right === 0) throw new Error('division by zero')
  return left / right
}

function remainder(left: number, right: number): number {
  if (right === 0) throw new Error('division by zero')
  return left % right
}

const arithmetic: Record<string, (left: number, right: number) => number> = {
  '_+_': (left, right) => left + right,
  '_-_': (left, right) => left - right,
  '_*_': (left, right) => left * right,
  '_/_': divide,
  '_%_': remainder,
}

/** Pairs of number types that CEL has no operator for. JSON knows one kind of number, so a double decides. */
const mixed: [CelType, CelType][] = [
  [INT, DOUBLE],
  [DOUBLE, INT],
  [UINT, DOUBLE],
  [DOUBLE, UINT],
  [INT, UINT],
  [UINT, INT],
]

/** Arithmetic over numbers of different types, and over doubles where CEL has none or says infinity. */
export function mixedArithmetic(): CelFunc[] {
  return Object.entries(arithmetic).flatMap(([operator, compute]) => {
    const pairs: [CelType, CelType][] =
      operator === '_/_' || operator === '_%_' ? [...mixed, [DOUBLE, DOUBLE]] : mixed
    return pairs.map((pair) =>
      celFunc(operator, pair, DOUBLE, (left, right) => compute(toNumber(left), toNumber(right))),
    )
  })
}

/** A text as a number. CEL's own function takes what JavaScript takes, and gives NaN for the rest. */
export function parseDouble(): CelFunc {
  return celFunc('double', [STRING], DOUBLE, (text) => {
    if (!/^([+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|NaN|-?Infinity)$/.test(text))
      throw new Error('not a number')
    return Number(text)
  })
}
